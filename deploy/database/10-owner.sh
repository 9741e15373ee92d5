#!/bin/sh
# The service owns its database but is no superuser: row-level security holds for owners, never for superusers.
# psql reads the password itself, so that it stands on no command line.
set -eu
psql -v ON_ERROR_STOP=1 -v service="$SERVICE" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat "$PASSWORD_FILE"`
CREATE ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
