from .actors import read_actors as read_actors
from .attribution import attribute as attribute
from .names import join_spellings as join_spellings
