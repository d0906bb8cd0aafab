//! A transaction, as the code above sees it: five methods and rows by column name.

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::{Column, StoreError, Value};

/// A transaction that is under way. It ends when the closure that was given it returns: kept if
/// that returned `Ok`, undone otherwise.
#[derive(Debug)]
pub struct Tx<'a> {
    engine: TxEngine<'a>,
}

#[derive(Debug)]
enum TxEngine<'a> {
    Sqlite(&'a rusqlite::Connection),
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
enum RowEngine<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
}

impl<'a> Tx<'a> {
    pub(crate) fn sqlite(connection: &'a rusqlite::Connection) -> Self {
        Self {
            engine: TxEngine::Sqlite(connection),
        }
    }

    /// Runs a statement and tells how many rows it touched.
    ///
    /// # Errors
    /// The engine refuses; the transaction must then not go on.
    pub fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        match &mut self.engine {
            TxEngine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let touched = statement.execute(rusqlite::params_from_iter(params))?;
                Ok(touched as u64)
            }
        }
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
        match &mut self.engine {
            TxEngine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                match rows.next()? {
                    Some(row) => Ok(Some(R::from_row(&Row {
                        engine: RowEngine::Sqlite(row),
                    })?)),
                    None => Ok(None),
                }
            }
        }
    }

    /// All rows. Put a `LIMIT` in the statement: a page that can grow without end will.
    ///
    /// # Errors
    /// The engine refuses, or a row makes no sense.
    pub fn all<R: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<Vec<R>, StoreError> {
        match &mut self.engine {
            TxEngine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    all.push(R::from_row(&Row {
                        engine: RowEngine::Sqlite(row),
                    })?);
                }
                Ok(all)
            }
        }
    }

    /// The same statement for many rows of parameters; the sum of the rows touched.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn run_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
        let mut touched = 0;
        for row in rows {
            touched += self.run(sql, row)?;
        }
        Ok(touched)
    }
}

impl Row<'_> {
    /// The column of this name.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when there is none, or it holds something else.
    pub fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        let value = match &self.engine {
            RowEngine::Sqlite(row) => row.get_ref(column).map(owned),
        };
        let value =
            value.map_err(|_| StoreError::Inconsistent(format!("no column {column}")))??;
        T::from_value(value).map_err(|error| in_column(error, column))
    }

    /// The column at this place, from 0.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn at<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        let value = match &self.engine {
            RowEngine::Sqlite(row) => row.get_ref(place).map(owned),
        };
        let value = value.map_err(|_| StoreError::Inconsistent(format!("no column {place}")))??;
        T::from_value(value)
    }
}

fn in_column(error: StoreError, column: &str) -> StoreError {
    match error {
        StoreError::Inconsistent(what) => StoreError::Inconsistent(format!("{column}: {what}")),
        other => other,
    }
}

fn owned(value: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(r) => Value::Real(r),
        ValueRef::Text(text) => Value::Text(
            String::from_utf8(text.to_vec())
                .map_err(|_| StoreError::Inconsistent("a text that is not UTF-8".into()))?,
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(r) => ValueRef::Real(*r),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
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
