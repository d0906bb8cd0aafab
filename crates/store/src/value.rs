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

/// A Rust type that a column can become.
pub trait Column: Sized {
    /// The value as this type.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the column holds something else.
    fn from_value(value: Value) -> Result<Self, StoreError>;
}

fn wrong(wanted: &str, found: &Value) -> StoreError {
    let found = match found {
        Value::Null => "nothing",
        Value::Int(_) => "a number",
        Value::Real(_) => "a fraction",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
    };
    StoreError::Inconsistent(format!("{wanted} expected, {found} found"))
}

macro_rules! column {
    ($type:ty, $wanted:literal, $($pattern:pat => $value:expr),+) => {
        impl Column for $type {
            fn from_value(value: Value) -> Result<Self, StoreError> {
                match value {
                    $($pattern => Ok($value),)+
                    other => Err(wrong($wanted, &other)),
                }
            }
        }
    };
}

column!(i64, "a number", Value::Int(n) => n);
column!(bool, "0 or 1", Value::Int(0) => false, Value::Int(1) => true);
column!(f64, "a fraction", Value::Real(r) => r, Value::Int(n) => n as f64);
column!(String, "a text", Value::Text(text) => text);
column!(Vec<u8>, "bytes", Value::Bytes(bytes) => bytes);

/// For code that takes a row as it is.
impl Column for Value {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        Ok(value)
    }
}

impl<T: Column> Column for Option<T> {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
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
