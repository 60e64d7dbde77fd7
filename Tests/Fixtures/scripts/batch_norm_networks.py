def runs():
    return []
