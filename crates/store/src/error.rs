//! What can go wrong at the door.

/// Why the database did not do what was asked. Holds no value that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row that had to be there is not.
    #[error("no such row")]
    NotFound,
    /// A unique or foreign key says no.
    #[error("the row would break a rule of its table")]
    Conflict,
    /// A row makes no sense: a defect of ours or a database that somebody edited.
    #[error("a row makes no sense: {0}")]
    Inconsistent(String),
    /// The request can't be met; the sentence is for the operator.
    #[error("{0}")]
    Refused(String),
    /// More is waiting than we let wait.
    #[error("the database has too much waiting")]
    Busy,
    /// The store has been closed.
    #[error("the database has been closed")]
    Closed,
    /// The closure panicked; nothing of it was kept.
    #[error("a transaction panicked and was undone")]
    Panicked,
    /// Anything else that the engine says.
    #[error("the database says: {0}")]
    Engine(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            rusqlite::Error::SqliteFailure(failure, _)
                if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                Self::Conflict
            }
            // SQLite's texts name tables and columns; values never appear in them.
            _ => Self::Engine(error.to_string()),
        }
    }
}

/// Why something could not be sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The person has no key: it was destroyed with them, and the text with it.
    #[error("there is no key for this")]
    Gone,
    /// The person already has a key.
    #[error("the person already has a key")]
    Exists,
    /// It was not sealed here, not for this place, or it was changed.
    #[error("this was not sealed for this place, or it was changed")]
    Unsealable,
    /// The file of keys can't be used; the text is for the operator.
    #[error("the keys can't be used: {0}")]
    File(String),
}

impl From<rusqlite::Error> for KeyError {
    fn from(error: rusqlite::Error) -> Self {
        Self::File(error.to_string())
    }
}
