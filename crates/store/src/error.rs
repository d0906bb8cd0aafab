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
    /// Other writers kept getting in between, so often that we gave up.
    #[error("the database is busy with other writers")]
    Busy,
    /// The closure took more steps or time than one closure may.
    #[error("the question to the database took too long")]
    TooLong,
    /// The store has been closed.
    #[error("the database has been closed")]
    Closed,
    /// The closure panicked; nothing of it was kept.
    #[error("a transaction panicked and was undone")]
    Panicked,
    /// The database server does not answer. Nothing was kept; trying again later is safe.
    #[error("the database can't be reached: {0}")]
    Unreachable(String),
    /// The connection was lost between asking to commit and hearing the answer. The write may
    /// have been kept or not: look before writing it again.
    #[error("the connection was lost while keeping a write; it may have been kept or not")]
    Unsure,
    /// Anything else that the engine says.
    #[error("the database says: {0}")]
    Engine(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let datatype = rusqlite::ffi::SQLITE_CONSTRAINT_DATATYPE;
        let extended = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            // A text where bytes belong is a defect of ours, not a rule that a person met.
            _ if extended == Some(datatype) => Self::Engine(error.to_string()),
            Some(Code::ConstraintViolation) => Self::Conflict,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::OperationInterrupted) => Self::TooLong,
            _ if error == rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            // SQLite's texts name tables and columns; values never appear in them.
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState as State;
        let Some(said) = error.as_db_error() else {
            // Without an answer of the server the connection is what failed. The text of the
            // cause ("connection refused") is what the operator needs.
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            return Self::Unreachable(cause.unwrap_or_else(|| error.to_string()));
        };
        let state = said.code();
        if *state == State::T_R_SERIALIZATION_FAILURE || *state == State::T_R_DEADLOCK_DETECTED {
            return Self::Busy;
        }
        match state.code().get(..2) {
            Some("23") => Self::Conflict,
            // The server is shutting down, starting up, or has no room for one more connection.
            Some("57") if *state == State::QUERY_CANCELED => Self::TooLong,
            Some("08" | "53" | "57") => Self::Unreachable(said.message().to_owned()),
            // Only the state and the main message: PostgreSQL puts values into the detail.
            _ => Self::Engine(format!("{} ({})", said.message(), state.code())),
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
