//! Values as both engines know them, and the Rust types that they become.

use crate::StoreError;

/// One value in a row or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// One value of a row, where the engine has it: nothing is copied that isn't kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A Rust type that a column can become.
pub trait Column: Sized {
    /// The value as this type.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the column holds something else.
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError>;
}

impl Cell<'_> {
    /// What to say when something else was expected.
    #[must_use]
    pub fn is_not(self, wanted: &str) -> StoreError {
        let found = match self {
            Self::Null => "nothing",
            Self::Int(_) => "a number",
            Self::Real(_) => "a fraction",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "bytes",
        };
        StoreError::Inconsistent(format!("{wanted} expected, {found} found"))
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(n) => Self::Int(*n),
            Value::Real(r) => Self::Real(*r),
            Value::Text(text) => Self::Text(text),
            Value::Bytes(bytes) => Self::Bytes(bytes),
        }
    }
}

macro_rules! column {
    ($type:ty, $wanted:literal, $($pattern:pat => $value:expr),+) => {
        impl Column for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
                match cell {
                    $($pattern => Ok($value),)+
                    other => Err(other.is_not($wanted)),
                }
            }
        }
    };
}

column!(i64, "a number", Cell::Int(n) => n);
column!(bool, "0 or 1", Cell::Int(0) => false, Cell::Int(1) => true);
column!(f64, "a fraction", Cell::Real(r) => r, Cell::Int(n) => n as f64);
column!(String, "a text", Cell::Text(text) => text.to_owned());
column!(Vec<u8>, "bytes", Cell::Bytes(bytes) => bytes.to_vec());

/// For code that takes a row as it is.
impl Column for Value {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        Ok(match cell {
            Cell::Null => Self::Null,
            Cell::Int(n) => Self::Int(n),
            Cell::Real(r) => Self::Real(r),
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        })
    }
}

impl<T: Column> Column for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

macro_rules! into_value {
    ($($type:ty, $it:ident => $value:expr;)+) => {
        $(impl From<$type> for Value {
            fn from($it: $type) -> Self {
                $value
            }
        })+
    };
}

into_value! {
    i64, n => Self::Int(n);
    i32, n => Self::Int(i64::from(n));
    u32, n => Self::Int(i64::from(n));
    u8, n => Self::Int(i64::from(n));
    bool, b => Self::Int(i64::from(b));
    f64, r => Self::Real(r);
    &str, text => Self::Text(text.to_owned());
    String, text => Self::Text(text);
    &String, text => Self::Text(text.clone());
    &[u8], bytes => Self::Bytes(bytes.to_vec());
    Vec<u8>, bytes => Self::Bytes(bytes);
    &Vec<u8>, bytes => Self::Bytes(bytes.clone());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Parameters of a statement: `params![id, "text", None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}
