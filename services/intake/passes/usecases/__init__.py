"""What can be done with passes, one file per use case."""

from .cancel_pass import cancel_pass, expire_pass
from .confirm_pass import confirm_pass
from .request_pass import request_pass
from .use_pass import refuse_pass, use_pass

__all__ = ["cancel_pass", "confirm_pass", "expire_pass", "refuse_pass", "request_pass", "use_pass"]
