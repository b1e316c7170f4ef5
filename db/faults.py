"""Who erred, where only the class of a status code tells."""

_FAULTS = {4: "client", 5: "server"}


def fault_of_class(class_: int) -> str:
    """Whose fault a code is of which nothing but the first digit is known (RFC 9110, section 15)."""
    return _FAULTS.get(class_, "neither")
