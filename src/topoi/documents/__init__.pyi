from .assembly import Reading as Reading
from .events import find_events as find_events
from .general_debate import (
    delegation_name as delegation_name,
    read_general_debate as read_general_debate,
)
from .kremlin import read_kremlin as read_kremlin
from .readers import (
    read_documents as read_documents,
    read_sources as read_sources,
    specimens as specimens,
)
from .reprints import (
    find_reprints as find_reprints,
    first_prints as first_prints,
)
