//! A transaction, as the code above sees it: five methods and rows by column name.

use crate::postgres::PostgresTx;
use crate::{Cell, Column, StoreError, Value, dialect, sqlite};

/// A transaction that is under way. It ends when the closure that was given it returns: kept if
/// that returned `Ok`, undone otherwise.
///
/// A statement that the engine refuses ends the transaction: every later one answers with the
/// same error, and nothing is kept even if the closure returns `Ok`. (PostgreSQL knows no other
/// way; SQLite is held to it.)
#[derive(Debug)]
pub struct Tx<'a> {
    engine: Engine<'a>,
    failure: Option<StoreError>,
}

#[derive(Debug)]
pub(crate) enum Engine<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(PostgresTx<'a>),
}

/// A type that a row can become.
pub trait FromRow: Sized {
    /// The row as this type.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when a column is missing or holds something else.
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

/// One row of an answer.
#[derive(Debug)]
pub struct Row<'a> {
    engine: RowEngine<'a>,
}

#[derive(Debug)]
pub(crate) enum RowEngine<'a> {
    Sqlite(&'a rusqlite::Row<'a>, &'a sqlite::Names),
    Postgres(&'a ::postgres::Row),
}

impl<'a> From<RowEngine<'a>> for Row<'a> {
    fn from(engine: RowEngine<'a>) -> Self {
        Self { engine }
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: Engine<'a>) -> Self {
        Self {
            engine,
            failure: None,
        }
    }

    /// Runs a statement and tells how many rows it touched.
    ///
    /// # Errors
    /// The engine refuses; the transaction can then not go on.
    pub fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.go_on(params)?;
        let touched = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::run(connection, sql, params),
            Engine::Postgres(tx) => tx.run(sql, params),
        };
        self.noted(touched)
    }

    /// The one row that must be there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not.
    pub fn one<R: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<R, StoreError> {
        self.maybe(sql, params)?.ok_or(StoreError::NotFound)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The engine refuses, or the row makes no sense.
    pub fn maybe<R: FromRow>(
        &mut self,
        sql: &str,
        params: &[Value],
    ) -> Result<Option<R>, StoreError> {
        Ok(self.rows(sql, params, 1)?.pop())
    }

    /// All rows. Put a `LIMIT` in the statement: a page that can grow without end will.
    ///
    /// # Errors
    /// The engine refuses, or a row makes no sense.
    pub fn all<R: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<Vec<R>, StoreError> {
        self.rows(sql, params, usize::MAX)
    }

    /// The same statement for many rows of parameters; the sum of the rows touched.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn run_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
        for row in rows {
            self.go_on(row)?;
        }
        let touched = match &mut self.engine {
            Engine::Sqlite(connection) => rows.iter().try_fold(0, |touched, row| {
                Ok(touched + sqlite::run(connection, sql, row)?)
            }),
            Engine::Postgres(tx) => tx.run_many(sql, rows),
        };
        self.noted(touched)
    }

    /// What the engine refused, if it refused something.
    pub(crate) fn take_failure(&mut self) -> Option<StoreError> {
        self.failure.take()
    }

    fn rows<R: FromRow>(
        &mut self,
        sql: &str,
        params: &[Value],
        max: usize,
    ) -> Result<Vec<R>, StoreError> {
        self.go_on(params)?;
        let rows = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::rows(connection, sql, params, max),
            Engine::Postgres(tx) => tx.rows(sql, params, max),
        };
        self.noted(rows)
    }

    fn go_on(&self, params: &[Value]) -> Result<(), StoreError> {
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => dialect::check_values(params),
        }
    }

    /// Remembers what ended the transaction. A row that the closure could not read has not:
    /// the engine knows nothing of it.
    fn noted<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result
            && !matches!(error, StoreError::Inconsistent(_) | StoreError::NotFound)
        {
            self.failure = Some(error.clone());
        }
        result
    }
}

impl Row<'_> {
    /// The column of this name. An expression has a name only if `AS` gives it one.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when there is none, or it holds something else.
    pub fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        let place = match &self.engine {
            RowEngine::Sqlite(_, names) => names.place(column),
            RowEngine::Postgres(row) => {
                let mut columns = row.columns().iter();
                columns.position(|known| known.name() == column)
            }
        };
        place
            .ok_or_else(no_column)
            .and_then(|place| self.read(place))
            .map_err(|error| in_column(error, column))
    }

    /// The column at this place, from 0.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn at<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        self.read(place)
            .map_err(|error| in_column(error, &place.to_string()))
    }

    fn read<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        match &self.engine {
            RowEngine::Sqlite(row, _) => {
                let value = row.get_ref(place).map_err(|_| no_column())?;
                T::from_cell(sqlite::cell(value)?)
            }
            RowEngine::Postgres(row) if place < row.len() => {
                T::from_cell(Cell::from(&crate::postgres::value(row, place)?))
            }
            RowEngine::Postgres(_) => Err(no_column()),
        }
    }
}

fn no_column() -> StoreError {
    StoreError::Inconsistent("there is no such column".into())
}

fn in_column(error: StoreError, column: &str) -> StoreError {
    match error {
        StoreError::Inconsistent(what) => StoreError::Inconsistent(format!("{column}: {what}")),
        other => other,
    }
}

macro_rules! row_by_place {
    ($($type:ident $place:literal),+) => {
        impl<$($type: Column),+> FromRow for ($($type,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
                Ok(($(row.at::<$type>($place)?,)+))
            }
        }
    };
}

row_by_place!(A 0);
row_by_place!(A 0, B 1);
row_by_place!(A 0, B 1, C 2);
row_by_place!(A 0, B 1, C 2, D 3);
row_by_place!(A 0, B 1, C 2, D 3, F 4);
