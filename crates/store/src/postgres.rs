//! PostgreSQL: several copies of the program at one database, each with a few connections.
//!
//! Each writing connection commits what waits together, as SQLite's one writer does: grouping is
//! what pays on either engine. Transactions are serializable, and begun anew when another copy of
//! the program gets in between.

use std::collections::HashMap;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::group::{self, Session};
use crate::queue::{Queue, Threads, queue};
use crate::tx::{Engine, RowEngine};
use crate::{FromRow, Migration, StoreError, Tx, Value, dialect, migrations};

/// Closures in one commit. PostgreSQL keeps up to 64 open savepoints' marks in shared memory and
/// gets slow past them.
const TOGETHER_MAX: usize = 60;
/// Connections that write. Each holds one group; while one waits for the disk, the next fills.
const WRITERS: usize = 4;
/// Connections that read: a read waits for the network, not for a core, so more than there are
/// cores.
const READERS: usize = 8;
/// Statements kept prepared per connection; the whole program has a few hundred.
const STATEMENTS_KEPT: usize = 512;
/// Rows in one statement of many; smaller remains go in smaller steps, so that few different
/// texts are prepared. 128 rows of 100 columns stay below the protocol's 65,535 parameters.
const ROWS_IN_STATEMENT: [usize; 3] = [128, 16, 1];
/// A server that has not taken the connection after this long will not.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// Taken while migrating, so that copies that start together do it one after the other.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7246301998)";

/// Taken by writers that met another one, until they are through.
const TURN_BEGIN: &str = "SELECT pg_advisory_lock(7246301999)";
const TURN_END: &str = "SELECT pg_advisory_unlock(7246301999)";

pub(crate) fn configuration(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(|error: postgres::Error| {
        // The parser's own text would be safe, but the URL holds a password: never repeat it.
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        StoreError::Refused(format!(
            "the PostgreSQL URL can't be read: {}",
            cause.unwrap_or_default()
        ))
    })?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(StoreError::Refused(
            "Renew speaks to PostgreSQL without TLS: reach it over a socket, on the same \
             machine, or through a tunnel, and leave sslmode=require out"
                .into(),
        ));
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_WAIT);
    }
    config.application_name("renew");
    Ok(config)
}

pub(crate) fn open(
    config: &Config,
    migrations: &[Migration],
    threads: &Threads,
) -> Result<(Queue, Queue), StoreError> {
    prepare(config, migrations)?;
    let (writes, waiting) = queue();
    for _ in 0..WRITERS {
        let mut session = PostgresSession::new(config.clone());
        let waiting = waiting.clone();
        threads.spawn("store-writer", move || {
            group::write_loop(&mut session, &waiting, TOGETHER_MAX);
        })?;
    }
    let (reads, waiting) = queue();
    for _ in 0..READERS {
        let mut session = PostgresSession::new(config.clone());
        let waiting = waiting.clone();
        threads.spawn("store-reader", move || {
            group::read_loop(&mut session, &waiting);
        })?;
    }
    Ok((writes, reads))
}

/// Looks whether the database will do, and migrates it.
fn prepare(config: &Config, migrations: &[Migration]) -> Result<(), StoreError> {
    let mut session = PostgresSession::new(config.clone());
    check_database(&mut session)?;
    // Another copy may migrate for longer than a lock is waited for otherwise. The lock ends
    // with the connection.
    let client = session.client()?;
    client.batch_execute("SET lock_timeout = 0; SET statement_timeout = 0")?;
    client.batch_execute(MIGRATION_LOCK)?;
    migrations::run(&mut session, migrations)
}

pub(crate) fn check_database(session: &mut PostgresSession) -> Result<(), StoreError> {
    let client = session.client()?;
    let ordered: i32 = client.query_one(dialect::POSTGRES_ORDER_PROBE, &[])?.get(0);
    if ordered != 1 {
        return Err(StoreError::Refused(dialect::POSTGRES_ORDER_REFUSAL.into()));
    }
    let durable: String = client.query_one("SHOW fsync", &[])?.get(0);
    if durable != "on" {
        tracing::warn!("this PostgreSQL runs with fsync off: a power cut can lose what was kept");
    }
    Ok(())
}

/// One connection, made when it is needed and again when it was lost.
pub(crate) struct PostgresSession {
    config: Config,
    client: Option<Client>,
    statements: Statements,
    marked: bool,
    in_turn: bool,
}

type Statements = HashMap<String, Vec<(Vec<Type>, Statement)>>;

impl PostgresSession {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            client: None,
            statements: Statements::new(),
            marked: false,
            in_turn: false,
        }
    }

    pub(crate) fn client(&mut self) -> Result<&mut Client, StoreError> {
        if self.client.as_ref().is_some_and(Client::is_closed) {
            self.client = None;
        }
        if self.client.is_none() {
            self.statements.clear();
            self.in_turn = false;
        }
        match &mut self.client {
            Some(client) => Ok(client),
            none => {
                let mut client = self.config.connect(NoTls)?;
                client.batch_execute(dialect::POSTGRES_SETTINGS)?;
                Ok(none.insert(client))
            }
        }
    }

    /// The connection of a transaction that has begun: a new one would not be in it.
    pub(crate) fn begun(&mut self) -> Result<&mut Client, StoreError> {
        self.client.as_mut().ok_or_else(lost)
    }

    fn execute(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.begun()?.batch_execute(sql)?)
    }
}

fn lost() -> StoreError {
    StoreError::Unreachable("the connection was lost".into())
}

impl Session for PostgresSession {
    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.marked = false;
        Ok(self
            .client()?
            .batch_execute(dialect::POSTGRES_BEGIN_WRITE)?)
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        Ok(self.client()?.batch_execute(dialect::POSTGRES_BEGIN_READ)?)
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        // The mark before is dropped on the same trip to the server.
        let sql = if self.marked {
            "RELEASE SAVEPOINT one; SAVEPOINT one"
        } else {
            "SAVEPOINT one"
        };
        self.marked = true;
        self.execute(sql)
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.execute("ROLLBACK TO SAVEPOINT one")
    }

    fn drop_mark(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        match self.execute("COMMIT") {
            // An answer of the server says that it was not kept; no answer says nothing.
            Err(StoreError::Unreachable(_)) => Err(StoreError::Unsure),
            other => other,
        }
    }

    fn undo(&mut self) {
        if self.execute("ROLLBACK").is_err() {
            // Whatever the connection is in, the next transaction begins on another one.
            self.client = None;
        }
    }

    fn wait_for_turn(&mut self) {
        if !self.in_turn {
            // Before the transaction: within it, the wait would make its snapshot old. A lock
            // that is not to be had in time leaves the connection as it was.
            self.in_turn = self.execute(TURN_BEGIN).is_ok();
        }
    }

    fn end_turn(&mut self) {
        if std::mem::take(&mut self.in_turn) && self.execute(TURN_END).is_err() {
            // The turn ends with the connection.
            self.client = None;
        }
    }

    fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.execute(&dialect::script_for_postgres(sql))
    }

    fn tx(&mut self) -> Tx<'_> {
        Tx::new(Engine::Postgres(PostgresTx {
            client: self.client.as_mut(),
            statements: &mut self.statements,
        }))
    }
}

/// What a [`Tx`] needs of a connection.
pub(crate) struct PostgresTx<'a> {
    client: Option<&'a mut Client>,
    statements: &'a mut Statements,
}

impl std::fmt::Debug for PostgresTx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostgresTx")
    }
}

impl PostgresTx<'_> {
    pub(crate) fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let statement = self.statement(sql, params)?;
        let client = self.client.as_mut().ok_or_else(lost)?;
        Ok(client.execute(&statement, &as_sql(params))?)
    }

    pub(crate) fn rows<R: FromRow>(
        &mut self,
        sql: &str,
        params: &[Value],
        max: usize,
    ) -> Result<Vec<R>, StoreError> {
        let statement = self.statement(sql, params)?;
        let client = self.client.as_mut().ok_or_else(lost)?;
        let rows = client.query(&statement, &as_sql(params))?;
        rows.iter()
            .take(max)
            .map(|row| R::from_row(&RowEngine::Postgres(row).into()))
            .collect()
    }

    pub(crate) fn run_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
        let mut touched = 0;
        let mut rest = rows;
        for size in ROWS_IN_STATEMENT {
            let Some(many) = (if size == 1 {
                Some(sql.to_owned())
            } else {
                dialect::insert_many(sql, size)
            }) else {
                continue;
            };
            while rest.len() >= size {
                let (now, later) = rest.split_at(size);
                touched += self.run(&many, &now.concat())?;
                rest = later;
            }
        }
        Ok(touched)
    }

    /// The statement, prepared for parameters of these types: as on SQLite it is the value that
    /// says what it is, so that a number has 64 bits wherever it stands.
    fn statement(&mut self, sql: &str, params: &[Value]) -> Result<Statement, StoreError> {
        let types: Vec<Type> = params.iter().map(type_of).collect();
        if let Some(known) = self.statements.get(sql)
            && let Some((_, statement)) = known.iter().find(|(known, _)| *known == types)
        {
            return Ok(statement.clone());
        }
        dialect::check_order(sql, params.len())?;
        let client = self.client.as_mut().ok_or_else(lost)?;
        let statement = client.prepare_typed(sql, &types)?;
        if self.statements.len() >= STATEMENTS_KEPT {
            self.statements.clear();
        }
        let known = self.statements.entry(sql.to_owned()).or_default();
        known.push((types, statement.clone()));
        Ok(statement)
    }
}

fn as_sql(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

fn type_of(value: &Value) -> Type {
    match value {
        // The server finds out what kind of nothing it is.
        Value::Null => Type::UNKNOWN,
        Value::Int(_) => Type::INT8,
        Value::Real(_) => Type::FLOAT8,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
    }
}

type AnyError = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Real(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Statements are prepared with the types of `type_of`.
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, AnyError> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Self::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            Type::NUMERIC => dialect::numeric(raw).ok_or("a number of more than 64 bits")?,
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, AnyError> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8
                | Type::INT4
                | Type::INT2
                | Type::BOOL
                | Type::FLOAT8
                | Type::FLOAT4
                | Type::BYTEA
                | Type::NUMERIC
        ) || <String as FromSql>::accepts(ty)
    }
}

/// The column at this place. It is there: the caller has looked.
pub(crate) fn value(row: &postgres::Row, place: usize) -> Result<Value, StoreError> {
    row.try_get(place).map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        StoreError::Inconsistent(cause.unwrap_or_else(|| "it can't be read".into()))
    })
}
