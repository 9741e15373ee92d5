#!/bin/sh
# The service owns its database but is no superuser: row-level security holds for owners, never for superusers.
# psql reads the password itself, so that it stands on no command line. One command only: PostgreSQL's image sources
# this file, and a `set` would stay in force there.
psql -v ON_ERROR_STOP=1 -v service="${SERVICE:?}" --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "$PASSWORD_FILE"`
CREATE ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
