from .general_debate import (
    delegation_name as delegation_name,
)
from .general_debate import (
    read_general_debate as read_general_debate,
)
from .readers import (
    Reading as Reading,
)
from .readers import (
    read_documents as read_documents,
)
from .readers import (
    read_sources as read_sources,
)
from .readers import (
    specimens as specimens,
)
