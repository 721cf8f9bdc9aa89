#!/bin/sh
# Run a command beside a private PostgreSQL cluster: scripts/with_postgres.sh COMMAND ARGS…
# with_postgres.sh --found tells whether the server programs are on this machine.
#
# The cluster listens on loopback at a free port, has a random password, is not safe against a
# power cut (it is faster so) and is gone when the command ends. The command finds its address
# in DATABASE_URL and TEST_DATABASE_URL.
set -eu

# Print the folder of PostgreSQL's server programs, newest version first.
server_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
        2>/dev/null | sort -rV) ${PATH_FOLDER:-}; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

if command -v initdb >/dev/null; then PATH_FOLDER=$(dirname "$(command -v initdb)"); fi
programs=$(server_programs) || {
    [ "${1:-}" = --found ] || echo 'PostgreSQL server programs (initdb, pg_ctl) were not found: apt install postgresql' >&2
    exit 3
}
[ "${1:-}" != --found ] || exit 0

# initdb refuses root: the cluster then belongs to the user that Debian makes for it, or to nobody.
owner=
if [ "$(id -u)" -eq 0 ]; then
    owner=nobody
    ! id postgres >/dev/null 2>&1 || owner=postgres
fi
as_owner() {
    if [ -z "$owner" ]; then
        "$@"
    else
        (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@")
    fi
}

# Print 16 random bytes in hexadecimal.
random_hex() {
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

home=$(mktemp -d)
clean_up() {
    as_owner "$programs/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(random_hex)
printf '%s' "$password" >"$home/password"
[ -z "$owner" ] || chown -R "$owner" "$home"
as_owner "$programs/initdb" -D "$home/data" -U lindung --pwfile="$home/password" \
    --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync >/dev/null

port=
for _ in 1 2 3 4 5; do # a port that is taken makes the start fail: another is tried
    candidate=$((20000 + 0x$(random_hex | cut -c 1-4) % 10000))
    if as_owner "$programs/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 -o "-p $candidate \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
        -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB \
        -c max_wal_size=4GB -c max_connections=200" start >/dev/null 2>&1; then
        port=$candidate
        break
    fi
done
if [ -z "$port" ]; then
    echo 'The private PostgreSQL cluster did not start:' >&2
    cat "$home/log" >&2
    exit 3
fi

DATABASE_URL="postgresql://lindung:$password@127.0.0.1:$port/postgres"
TEST_DATABASE_URL=$DATABASE_URL
export DATABASE_URL TEST_DATABASE_URL
"$@"
