from .attribution import attribute as attribute
from .corrections import read_corrections as read_corrections
from .persons.actors import read_actors as read_actors
from .persons.names import join_spellings as join_spellings
