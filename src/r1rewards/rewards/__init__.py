"""The reward classes, one thin file each."""
