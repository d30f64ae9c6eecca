"""One file a step. `stores.sql.migrate.HEAD` names the newest."""
