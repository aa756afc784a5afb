#!/usr/bin/env bash
# The production images: built, pushed to a registry on loopback, and run as prod would: as no root, on a file system that cannot be
# written, with prod's settings, against PostgreSQL, Redis and RabbitMQ that speak TLS only, with certificates of an authority of its own.
# All containers share the host's network, so each gets ports of its own, and is called by this machine's name: all that differs from
# prod's settings.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

((EUID == 0)) || fail 'This runs containers without a daemon, which here needs root.'
require_dotnet
require_kubectl
require_servers
require_node
for package in docker-registry podman buildah runc debootstrap openssl curl; do require "$package" command -v "$package"; done
install_missing
install_npm scripts/gates/manifests

work=$root/artifacts/images
registry=127.0.0.1:5005 postgres=5455 redis=6455 rabbitmq=5655 management=15655
started=()
containers=()
podman=(podman --runtime runc --events-backend file --cgroup-manager cgroupfs --storage-driver vfs --root "$work/podman" --runroot "$work/podman-run")
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

# Runs however the gate ends, so what it cleans up may be gone already; the gate's own status stands.
end() {
  local status=$?
  ((status == 0)) || for container in "${containers[@]}"; do
    printf '\n-- %s\n' "$container"
    "${podman[@]}" logs --tail 30 "$container" 2>&1 || true
  done
  ((${#containers[@]} == 0)) || "${podman[@]}" rm -f "${containers[@]}" >/dev/null 2>&1 || true
  ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
  wait
  rm -rf "${database:-}"
}
trap end EXIT

# wait_for SECONDS COMMAND...
wait_for() {
  local until=$((SECONDS + $1))
  until "${@:2}" &>/dev/null; do
    ((SECONDS < until)) || fail "After $1 s still not: ${*:2}"
    sleep 0.5
  done
}

answers() { curl -fsSL -m 5 "$1"; }

rm -rf "$work/servers" "$work/registry"
mkdir -p "$work/servers" "$work/registry"

step 'A registry on loopback'
cat >"$work/registry.yml" <<END
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: $registry }
END
docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
started+=($!)
wait_for 10 answers "http://$registry/v2/"
export DOTNET_CONTAINER_INSECURE_REGISTRIES=$registry

if answers https://mcr.microsoft.com/v2/ >/dev/null 2>&1; then
  echo 'The base image is the real one.'
else
  step 'A stand-in for the base image, as its registry is out of reach'
  if [[ ! -d $work/base/usr ]]; then
    debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,libstdc++6,tzdata bookworm "$work/base" >"$work/debootstrap.log"
    echo 'app:x:1654:1654::/home/app:/usr/sbin/nologin' >>"$work/base/etc/passwd"
    mkdir -p "$work/base/usr/share/dotnet"
    cp -r "$(dirname -- "$(readlink -f "$(command -v dotnet)")")"/{dotnet,host,shared} "$work/base/usr/share/dotnet/"
    rm -rf "$work/base/var/cache/apt" "$work/base/var/lib/apt/lists"
  fi
  base=$(buildah from scratch)
  buildah add -q "$base" "$work/base" / >/dev/null
  buildah config --user 1654 --env DOTNET_ROOT=/usr/share/dotnet --env PATH=/usr/share/dotnet:/usr/bin:/bin --env DOTNET_RUNNING_IN_CONTAINER=true "$base"
  buildah commit -q --tls-verify=false "$base" "docker://$registry/base:10.0" >/dev/null
  buildah rm "$base" >/dev/null
  export ContainerBaseImage=$registry/base:10.0
fi

step 'Publishing the images'
scripts/images.sh "$registry" gate | tee "$work/digests"
(($(wc -l <"$work/digests") == 4)) || fail 'There are not four images.'

step 'Servers that speak TLS only'
tls=$work/servers/tls
mkdir -p "$tls"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj '/CN=Images gate' -keyout "$tls/ca.key" -out "$tls/ca.crt" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=localhost' -keyout "$tls/server.key" -out "$tls/server.csr" 2>/dev/null
openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.crt" -CAkey "$tls/ca.key" -CAcreateserial -days 1 \
  -extfile <(echo 'subjectAltName=DNS:localhost,IP:127.0.0.1') -out "$tls/server.crt" 2>/dev/null
chmod 644 "$tls"/*.crt "$tls/server.key"

# PostgreSQL does not run as root, nor where it cannot reach.
database=$(mktemp -d /var/tmp/images-gate.XXXXXX)
chown postgres "$database"
bin=$(dirname -- "$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | tail -n 1)")
install -o postgres -m 600 "$tls/server.key" "$database/server.key"
install -o postgres -m 644 "$tls/server.crt" "$database/server.crt"
echo made-up >"$database/password"
chown postgres "$database/password"
setpriv --reuid postgres --regid postgres --init-groups "$bin/initdb" -D "$database/data" -U postgres --pwfile "$database/password" -A scram-sha-256 >/dev/null
echo 'hostssl all all 127.0.0.1/32 scram-sha-256' >"$database/data/pg_hba.conf"
setpriv --reuid postgres --regid postgres --init-groups "$bin/postgres" -D "$database/data" -c port=$postgres -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories="$database" -c ssl=on -c ssl_cert_file="$database/server.crt" -c ssl_key_file="$database/server.key" >"$work/postgres.log" 2>&1 &
started+=($!)

redis-server --port 0 --tls-port $redis --bind 127.0.0.1 --requirepass made-up --tls-auth-clients no --save '' \
  --tls-cert-file "$tls/server.crt" --tls-key-file "$tls/server.key" --tls-ca-cert-file "$tls/ca.crt" >"$work/redis.log" 2>&1 &
started+=($!)

broker=$work/servers/rabbitmq
mkdir -p "$broker"
cat >"$broker/rabbitmq.conf" <<END
listeners.tcp = none
listeners.ssl.default = 127.0.0.1:$rabbitmq
ssl_options.cacertfile = $tls/ca.crt
ssl_options.certfile = $tls/server.crt
ssl_options.keyfile = $tls/server.key
default_user = ticketing
default_pass = made-up
loopback_users = none
management.ssl.ip = 127.0.0.1
management.ssl.port = $management
management.ssl.cacertfile = $tls/ca.crt
management.ssl.certfile = $tls/server.crt
management.ssl.keyfile = $tls/server.key
END
echo '[rabbitmq_management].' >"$broker/plugins"
ERL_EPMD_PORT=4455 epmd -address 127.0.0.1 &
started+=($!)
HOME=$broker ERL_EPMD_PORT=4455 RABBITMQ_NODENAME=images@localhost RABBITMQ_DIST_PORT=25455 RABBITMQ_CONFIG_FILE=$broker/rabbitmq.conf \
  RABBITMQ_ENABLED_PLUGINS_FILE=$broker/plugins RABBITMQ_MNESIA_BASE=$broker/data RABBITMQ_LOG_BASE=$broker/log RABBITMQ_PID_FILE=$broker/pid \
  /usr/lib/rabbitmq/bin/rabbitmq-server >"$work/rabbitmq.log" 2>&1 &
started+=($!)
wait_for 30 setpriv --reuid postgres "$bin/pg_isready" -h 127.0.0.1 -p $postgres
wait_for 60 openssl s_client -connect 127.0.0.1:$rabbitmq -CAfile "$tls/ca.crt" -verify_return_error
wait_for 60 openssl s_client -connect 127.0.0.1:$management -CAfile "$tls/ca.crt" -verify_return_error
PGPASSWORD=made-up PGSSLMODE=verify-full PGSSLROOTCERT=$tls/ca.crt "$bin/psql" -qh localhost -p $postgres -U postgres -c 'CREATE DATABASE ticketing'

# What a service signs in with: its own user, whom the migrations make.
database_of() { echo "Host=localhost;Port=$postgres;Username=${1//-/_};Password=made-up-of-$1;Database=ticketing;SSL Mode=VerifyFull;Root Certificate=/tls/ca.crt"; }
broker_of() { echo "amqps://$1:made-up-of-$1@localhost:$rabbitmq"; }
accounts() {
  for name in api seat-holds payments emails web; do printf '  "ConnectionStrings__ticketing_%s": "%s",\n' "${name//-/_}" "$(database_of "$name")"; done
  for name in api seat-holds payments emails; do printf '  "ConnectionStrings__rabbitmq_%s": "%s",\n' "${name//-/_}" "$(broker_of "$name")"; done
}

cat >"$work/secrets.json" <<END
{
$(accounts)
  "ConnectionStrings__rabbitmq_management": "https://ticketing:made-up@localhost:$management",
  "ConnectionStrings__ticketing": "Host=localhost;Port=$postgres;Username=postgres;Password=made-up;Database=ticketing;SSL Mode=VerifyFull;Root Certificate=/tls/ca.crt",
  "ConnectionStrings__redis": "localhost:$redis,ssl=true,password=made-up",
  "ConnectionStrings__rabbitmq": "amqps://ticketing:made-up@localhost:$rabbitmq",
  "ConnectionStrings__smtp": "smtps://user:made-up@localhost:465",
  "DataProtection__Certificate": "$(openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ticketing -keyout - 2>/dev/null | openssl pkcs12 -export -passout pass: | base64 -w0)",
  "Staff__Email": "staff@ticketing.example",
  "Staff__Password": "Made-up-1-password",
  "Tickets__ListKey": "$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w0)",
  "Staff__SigningKey": "$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w0)",
  "Staff__OtherSigningKey": "$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w0)",
  "Tickets__SigningKey": "$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w0)"
}
END
kubectl kustomize deploy/overlays/prod >"$work/prod.yaml"

# run NAME PODMAN-OPTION...: a workload of prod's (that of this name, or $workload), from the digest that was pushed, restricted as prod
# restricts it.
run() {
  local name=$1 image args
  node scripts/gates/manifests/environment.js "$work/prod.yaml" "${workload:-$name}" "$work/secrets.json" "$work/$name.env" >"$work/$name.run"
  { read -r image; read -r args; } <"$work/$name.run"
  containers+=("$name")
  # shellcheck disable=SC2086 # several arguments, or none
  "${podman[@]}" run -q --name "$name" --network host --tls-verify=false --read-only --read-only-tmpfs=false --tmpfs /tmp:rw,size=256m \
    --cap-drop ALL --security-opt no-new-privileges --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 \
    --env-file "$work/$name.env" --env SSL_CERT_FILE=/tls/ca.crt -v "$tls/ca.crt:/tls/ca.crt:ro" "${@:2}" \
    "$registry/$image@$(sed -n "s|^$image ||p" "$work/digests")" $args
}

step 'Migrations, and once more for something to sell'
run migrations
workload=migrations run demo-catalogue --env DOTNET_ENVIRONMENT=Development

step 'Services'
port=18000
for name in api seat-holds payments emails web; do
  port=$((port + 10))
  run "$name" -d --env HTTP_PORTS=$port --env MANAGEMENT_PORT=$((port + 1)) --env 'AllowedHosts=localhost;127.0.0.1' \
    --env "ConnectionStrings__ticketing=$(database_of "$name")" --env "ConnectionStrings__rabbitmq=$(broker_of "$name")" \
    --env services__api__http__0=http://localhost:18010 --env services__seat-holds__http__0=http://localhost:18020 >/dev/null
  wait_for 60 answers "http://127.0.0.1:$((port + 1))/health"
  user=$("${podman[@]}" top "$name" huser | tail -n 1)
  [[ $user != root && $user != 0 ]] || fail "$name runs as root"
  echo "$name is ready, as user $user"
done
[[ $(answers http://127.0.0.1:18050/) == *'<html'* ]] || fail 'The site shows no page.'
answers http://127.0.0.1:18010/api/films >/dev/null || fail 'The API does not answer.'

step 'A booking'
showing=$(PGPASSWORD=made-up PGSSLMODE=verify-full PGSSLROOTCERT=$tls/ca.crt "$bin/psql" -qAth localhost -p $postgres -U postgres ticketing \
  -c "SELECT id FROM showings WHERE sale_opens_at < now() AND starts_at > now() + interval '1 day' ORDER BY starts_at LIMIT 1")
node scripts/gates/manifests/book.js http://127.0.0.1:18010 http://127.0.0.1:18020 "$showing"

step 'SIGTERM'
for name in "${containers[@]:2}"; do
  "${podman[@]}" stop -t 60 "$name" >/dev/null 2>&1
  code=$("${podman[@]}" inspect -f '{{.State.ExitCode}}' "$name")
  ((code == 0)) || fail "$name ended with $code"
  echo "$name has drained"
done
