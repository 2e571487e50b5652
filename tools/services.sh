#!/usr/bin/env bash
# Gets MariaDB, PostgreSQL and Redis ready for the tests, on loopback only: installs what is absent, starts what does not
# answer, and creates the account app / app, which may create databases named app_*. Does nothing that is already done.
set -euo pipefail
cd /

admin() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }

# A service that answers may come from anywhere; its package is only needed to start it, its client to set it up.
packages=()
answers 6379 || has redis-server || packages+=(redis-server)
if ! answers 3306; then has mariadbd || packages+=(mariadb-server); fi
has mariadb || has mysql || packages+=(mariadb-client)
if ! answers 5432; then has_postgres || packages+=(postgresql); fi
has psql || packages+=(postgresql-client)
if [ "${#packages[@]}" -gt 0 ]; then
  echo "Installing ${packages[*]} ..."
  admin apt-get update -qq
  admin env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

answers 6379 ||
  redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save '' --appendonly no --dir /tmp >/dev/null
if ! answers 3306; then
  admin install -d -o mysql -g mysql /run/mysqld
  [ -d /var/lib/mysql/mysql ] || admin mariadb-install-db --user=mysql --skip-test-db >/dev/null
  admin start-stop-daemon --start --oknodo --background --exec /usr/sbin/mariadbd -- \
    --user=mysql --bind-address=127.0.0.1
fi
if ! answers 5432; then
  version=$(ls /usr/lib/postgresql | sort -V | tail -1)
  pg_lsclusters -h 2>/dev/null | grep -q "^$version  *main " || admin pg_createcluster "$version" main >/dev/null
  admin pg_ctlcluster --skip-systemctl-redirect "$version" main start
fi
for port in 6379 3306 5432; do
  for attempt in $(seq 150); do
    answers "$port" && break
    [ "$attempt" = 150 ] && { echo "port $port did not open within 30 s" >&2; exit 1; }
    sleep 0.2
  done
done

mysql_client=$(command -v mariadb || command -v mysql)
mysql_as_app() { "$mysql_client" -h127.0.0.1 -P3306 -uapp -papp "$@"; }
# Right after its start MariaDB may open the port a moment before it accepts logins: hence the second round.
mysql_as_root() {
  local round
  for round in 1 2 3 4 5; do
    "$mysql_client" -uroot -e 'SELECT 1' >/dev/null 2>&1 && { "$mysql_client" -uroot "$@"; return; }
    "$mysql_client" -h127.0.0.1 -uroot -e 'SELECT 1' >/dev/null 2>&1 && { "$mysql_client" -h127.0.0.1 -uroot "$@"; return; }
    admin "$mysql_client" -uroot -e 'SELECT 1' >/dev/null 2>&1 && { admin "$mysql_client" -uroot "$@"; return; }
    sleep 1
  done
  echo 'MariaDB lets nobody in as root, neither over its socket nor over 127.0.0.1 without a password' >&2
  return 1
}
if ! mysql_as_app -e 'CREATE DATABASE IF NOT EXISTS app_test CHARACTER SET utf8mb4' 2>/dev/null; then
  mysql_as_root <<'SQL'
CREATE USER IF NOT EXISTS 'app'@'127.0.0.1' IDENTIFIED BY 'app';
CREATE USER IF NOT EXISTS 'app'@'localhost' IDENTIFIED BY 'app';
GRANT ALL ON `app\_%`.* TO 'app'@'127.0.0.1';
GRANT ALL ON `app\_%`.* TO 'app'@'localhost';
CREATE DATABASE IF NOT EXISTS app_test CHARACTER SET utf8mb4;
SQL
  mysql_as_app -e 'SELECT 1' >/dev/null
fi

postgres_as_app() { PGPASSWORD=app psql -qAt -w -h 127.0.0.1 -U app -d "$1" -c "$2"; }
postgres_as_root() {
  admin su postgres -c 'psql -qAt -w -d postgres' 2>/dev/null <<<'SELECT 1' >/dev/null &&
    { admin su postgres -c 'psql -qAt -w -d postgres -v ON_ERROR_STOP=1'; return; }
  local role
  for role in postgres root "$(id -un)"; do
    psql -qAt -w -h 127.0.0.1 -U "$role" -d postgres -c 'SELECT 1' >/dev/null 2>&1 &&
      { psql -qAt -w -h 127.0.0.1 -U "$role" -d postgres -v ON_ERROR_STOP=1; return; }
  done
  echo 'PostgreSQL lets nobody in as superuser, neither by "su postgres" nor over 127.0.0.1 without a password' >&2
  return 1
}
# The database app is there for clients that take the account's name when none is given.
if ! postgres_as_app app 'SELECT 1' >/dev/null 2>&1 || ! postgres_as_app app_test 'SELECT 1' >/dev/null 2>&1; then
  postgres_as_root <<'SQL'
SELECT 'CREATE ROLE app LOGIN CREATEDB PASSWORD ''app''' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \gexec
SELECT 'CREATE DATABASE app OWNER app' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'app') \gexec
SELECT 'CREATE DATABASE app_test OWNER app' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'app_test') \gexec
SQL
  postgres_as_app app 'SELECT 1' >/dev/null
fi
echo 'services ready: mysql, postgres and redis on 127.0.0.1'
