"""Password hashing fit for a modest server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB and one pass (OWASP's first recommendation for it).

    Django's default of 100 MiB lets a few sign-ins at once exhaust a server of 4 GB.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
