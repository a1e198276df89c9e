from .lines import lines_page as lines_page
from .page import check_size as check_size, page_of as page_of
