# shellcheck shell=bash
# Sourced by run.sh, test.sh, load.sh and .ci/run: sees to what the machine must have.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

# Where there is no home to write to, the packages and settings that dotnet keeps there go beside the build's output.
if [[ ! -d ${HOME:-} || ! -w $HOME ]]; then
  export HOME=$root/artifacts/home
  mkdir -p "$HOME"
fi
# The last: a build leaves no process behind that waits for the next one.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

step() { printf '\n== %s\n' "$*"; }

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# side_by_side FUNCTION ITEM...: calls the function with each item, as many at a time as there are processors, and sets `failures` to how
# many of the calls have failed. What they say is told in the order of the items. Not in a condition, where bash goes on after errors.
side_by_side() {
  local call=$1 answers i
  local -a items=("${@:2}")
  answers=$(mktemp -d)
  for i in "${!items[@]}"; do
    while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n || true; done
    {
      "$call" "${items[i]}"
      touch "$answers/$i.done"
    } >"$answers/$i" 2>&1 &
  done
  wait
  failures=0
  for i in "${!items[@]}"; do
    cat "$answers/$i"
    [[ -e $answers/$i.done ]] || failures=$((failures + 1))
  done
  rm -rf "$answers"
}

require_dotnet() {
  # Where dotnet-install.sh puts it.
  if ! dotnet --version &>/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then export PATH=$HOME/.dotnet:$PATH; fi
  local answer
  answer=$(dotnet --version 2>&1) || fail "$answer" '' \
    'This needs the .NET SDK 10 (see global.json): https://dotnet.microsoft.com/download/dotnet/10.0, or without root' \
    '  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'
}

# What has to be installed; the functions below add to it.
missing=()

# What Redis, RabbitMQ and PostgreSQL run from where they are no containers. The AppHost decides by the same setting and the same sockets.
require_servers() {
  [[ ${Servers__Containers:=$(has_container_runtime && echo true || echo false)} != true ]] || return 0
  require redis-server command -v redis-server
  require rabbitmq-server test -x /usr/lib/rabbitmq/bin/rabbitmq-server
  require postgresql compgen -G '/usr/lib/postgresql/*/bin/postgres'
}

has_container_runtime() { [[ -e /var/run/docker.sock || -e /run/podman/podman.sock || -e ${XDG_RUNTIME_DIR:-}/podman/podman.sock ]]; }

# What reads the QR codes of ticket mails; and servers of their own, which tests start, kill and copy beside containers too.
require_test_tools() {
  require zbar-tools command -v zbarimg
  require redis-server command -v redis-server
  require postgresql compgen -G '/usr/lib/postgresql/*/bin/postgres'
}

# terraform_init: readies the root in the working directory, without its state. Debian has no Terraform: it is not installed here.
# The AWS provider comes from a folder where there is one, else from Terraform's registry; either way it has to be the one that the
# root's lock file knows by its hash.
terraform_init() {
  command -v terraform >/dev/null || fail 'not run: there is no terraform here (1.11: https://developer.hashicorp.com/terraform/install)'
  local plugins=${TERRAFORM_PLUGINS:-/opt/tf-plugins} source=()
  if [[ -d $plugins ]]; then source=(-plugin-dir="$plugins"); fi
  terraform init -backend=false -input=false -no-color -lockfile=readonly "${source[@]}" >terraform-init.log 2>&1 ||
    fail "not run: the AWS provider of .terraform.lock.hcl comes neither from $plugins nor from the registry" "$(<terraform-init.log)"
}

# What asks as fast as it can.
require_load_tools() {
  require wrk command -v wrk
}

# A browser, and letters for the Korean pages.
require_browser() {
  require chromium-headless-shell command -v chromium-headless-shell
  require fontconfig command -v fc-list
  require fonts-noto-cjk has_korean_font
}

# What shows another time to every process of a run.
require_clock() {
  require faketime compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1'
  require tzdata test -e /usr/share/zoneinfo/Asia/Seoul
}

# under_clock COMMAND…: runs it by the clock that CLOCK names, as in '2028-02-29 12:00:00 Asia/Seoul', else by the machine's.
# All that the command starts has the same clock: an offset from the machine's, which children and grandchildren inherit.
under_clock() {
  if [[ -z ${CLOCK:-} ]]; then
    "$@"
    return
  fi

  local zone=${CLOCK##* } instant library
  instant=$(date -d "TZ=\"$zone\" ${CLOCK% *}" +%s)
  library=$(compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1')
  step "The clock: $(TZ=$zone date -d "@$instant")"
  # Durations stay true (the two about monotonic clocks). A file's time is read by this clock, so it is set by it too. libc comes before
  # Redis' own malloc, which would ask for the time before the library is ready. What the library shares between processes is closed to
  # other users, and PostgreSQL's is one: hence chmod. Aspire's orchestrator is the one process that keeps the machine's time.
  env -u CLOCK TZ="$zone" FAKETIME="$(printf %+d $((instant - $(date +%s))))" FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0 FAKE_UTIME=1 \
    DcpPublisher__CliPath="$root/scripts/dcp-under-clock.sh" LD_PRELOAD="$library libc.so.6" bash -c 'chmod 666 /dev/shm/*faketime_*_$$; "$@"; exit $?' under-clock "$@"
}

# What runs the checks of manifests and workflows.
require_node() {
  require nodejs command -v node
  require npm command -v npm
}

# Debian has none that is recent enough: taken from Kubernetes itself, and checked.
require_kubectl() {
  command -v kubectl >/dev/null && return
  local version=v1.32.4 url
  url=https://dl.k8s.io/release/$version/bin/linux/amd64/kubectl
  export PATH=$root/artifacts/tools:$PATH
  command -v kubectl >/dev/null && return
  step "Fetching kubectl $version"
  mkdir -p artifacts/tools
  curl -fsSL -o artifacts/tools/kubectl.new "$url"
  echo "$(curl -fsSL "$url.sha256")  artifacts/tools/kubectl.new" | sha256sum --check --quiet
  chmod +x artifacts/tools/kubectl.new
  mv artifacts/tools/kubectl.new artifacts/tools/kubectl
}

# install_npm FOLDER: the packages of its package-lock.json, unless they are there.
install_npm() {
  [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] && return
  step "Installing the packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel error)
}

has_korean_font() { [[ -n $(fc-list :lang=ko) ]]; }

# require PACKAGE TEST…: the package is missing unless the test succeeds.
require() {
  [[ " ${missing[*]} " == *" $1 "* ]] || "${@:2}" &>/dev/null || missing+=("$1")
}

install_missing() {
  ((${#missing[@]})) || return 0
  local install=(apt-get install -y --no-install-recommends "${missing[@]}")
  command -v apt-get >/dev/null || fail "Missing: ${missing[*]} (Debian's package names). Install them with this system's package manager."

  step "Installing ${missing[*]}"
  if ((EUID == 0)); then
    bash "$root/scripts/install.sh" "${missing[@]}"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 2 ]] && sudo -v; }; }; then
    sudo bash "$root/scripts/install.sh" "${missing[@]}"
  else
    fail 'That needs root, and there is no sudo here. As root, run' "  ${install[*]}" 'and start this again.'
  fi
}
