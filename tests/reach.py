"""``python -m tests.reach URL``: whether a PostgreSQL server answers there (exit code 0) or not."""

import sys

import psycopg


def answers(url: str) -> bool:
    """Whether the server of a database's address lets us in. The database need not be there."""
    server, _, _ = url.rpartition("/")
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
