# Sourced by the scripts of this folder: where things are, how a check is run and reported, tools from Python packages.
# A check ends as "passed", "FAILED" or "skipped"; the last with the reason. finish prints the sum and sets the exit code.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache/ci
logs=$root/target/ci
mkdir -p "$cache" "$logs"

export SAM_CLI_TELEMETRY=0 PIP_DISABLE_PIP_VERSION_CHECK=1

passed=0 failed=0 skipped=0

pass() { passed=$((passed + 1)); printf 'passed   %s\n' "$1"; }
fail() { failed=$((failed + 1)); printf 'FAILED   %s%s\n' "$1" "${2:+: $2}"; }
# skip NAME REASON: what can't be had on this machine.
skip() { skipped=$((skipped + 1)); printf 'skipped  %s: %s\n' "$1" "$2"; }

# skip_in_docker NAME REASON: the same for a check in containers, which must not be left out where an engine answers.
skip_in_docker() {
  if docker_answers; then fail "$1" "left out although Docker answers: $2"; else skip "$1" "$2"; fi
}

docker_answers() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

# check NAME COMMAND...: passes if the command does; its output is shown only if it does not.
check() {
  local name=$1 log
  shift
  log=$logs/${name//[^A-Za-z0-9]/-}.log
  if "$@" >"$log" 2>&1; then
    pass "$name"
  else
    fail "$name" "exit code $?, its last lines:"
    tail -n 60 "$log" | sed 's/^/         | /'
  fi
}

finish() {
  # A script that was called by another hands its counts up; the outermost prints them.
  if [ -n "${CI_COUNTS:-}" ]; then
    printf '%s %s %s\n' "$passed" "$failed" "$skipped" >>"$CI_COUNTS"
  else
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  fi
  [ "$failed" -eq 0 ]
}

# python_tools NAME: installs .ci/NAME.txt into an environment of its own, once for each content of that file, and puts
# its commands first on PATH. On failure $why says what is missing.
python_tools() {
  local list=$root/.ci/$1.txt env=$cache/$1 python
  python=$(command -v python3 || true)
  if [ -z "$python" ]; then
    why="there is no python3"
  elif ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    why="python3 is older than 3.10 or lacks venv"
  elif ! cmp -s "$list" "$env/installed.txt" && ! install_python_tools "$list" "$env" "$python"; then
    why="pip could not install $1 (see ${logs#"$root"/}/$1.log)"
  else
    PATH=$env/bin:$PATH
    return 0
  fi
  return 1
}

install_python_tools() {
  local list=$1 env=$2 python=$3
  {
    rm -rf "$env" && "$python" -m venv "$env" && "$env/bin/python" -m pip install -q -r "$list" &&
      cp "$list" "$env/installed.txt"
  } >"$logs/$(basename "$env").log" 2>&1
}

# What a script started, to be stopped by its id when it ends: trap stop_started EXIT
started=()

stop_started() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
  done
}

# docker_engine: true if one answers, after having started one if need be; $why otherwise.
docker_engine() {
  docker_answers && return 0
  why="no Docker engine answers, and only root on Linux could start one here"
  [ "$(uname -s)" = Linux ] && [ "$(id -u)" -eq 0 ] || return 1
  why="no Docker engine is installed, and apt-get could not install docker.io"
  command -v dockerd >/dev/null || apt_install docker.io || return 1
  why="dockerd does not start (see ${logs#"$root"/}/dockerd.log)"
  dockerd >"$logs/dockerd.log" 2>&1 &
  started+=($!)
  local tries
  for tries in {1..60}; do
    docker info >/dev/null 2>&1 && return 0
    kill -0 "${started[-1]}" 2>/dev/null || return 1
    sleep 1
  done
  return 1
}

apt_install() {
  command -v apt-get >/dev/null || return 1
  {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  } >"$logs/apt-$1.log" 2>&1
}
