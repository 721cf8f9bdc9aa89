# Sourced by ./start and ./test from the project folder: the virtual environment and what is in it.
# LINDUNG_VENV names another folder for it; PYTHON another interpreter to make it with.

VENV=${LINDUNG_VENV:-.venv}

# Print one plain sentence on stderr and end with 2: something the person has to put right.
stop() {
    printf '%s\n' "$*" >&2
    exit 2
}

# Set $python to the first interpreter that is new enough, or stop.
find_python() {
    too_old=
    for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        command -v "$python" >/dev/null 2>&1 || continue
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return
        fi
        too_old="$too_old $python ($("$python" -V 2>&1))"
    done
    [ -z "$too_old" ] || stop "Python 3.11 or newer is needed; found only:$too_old."
    stop "Python 3.11 or newer is needed and none was found. On Debian or Ubuntu: apt install python3 python3-venv"
}

# Make the virtual environment where there is none that runs.
make_venv() {
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
        return
    fi
    find_python
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$("$python" -V) cannot make virtual environments: its venv module is missing. On Debian or Ubuntu: apt install python3-venv"
    echo "Making the virtual environment $VENV with $("$python" -V) …"
    "$python" -m venv --clear "$VENV" || stop "The virtual environment $VENV could not be made: see the message above."
}

# Install the requirement files named, in order, where they changed since the last time.
install_requirements() {
    installed="$VENV/installed-$(basename "$1")"
    cat "$@" | cmp -s - "$installed" && return
    echo "Installing $* (once, and again when they change) …"
    for requirements in "$@"; do
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" ||
            stop "$requirements could not be installed: see pip's message above. It needs a way to a Python package index."
    done
    cat "$@" >"$installed"
}
