//! What can be wrong with one form of feed alone (a sheet, or the answer of a BMLT server), and
//! with a feed as a whole.

/// `found` is what the feed says there, shortened and without markup.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FormFault {
    /// So many meetings name no zone, and nobody gave one for them.
    NoZone { count: usize },
    /// A day that BMLT doesn't have.
    NotAWeekday { found: String },
    /// A row of a sheet with more or fewer cells than its first line names.
    WrongWidth { cells: usize, columns: usize },
    /// A row of a sheet whose quotation marks don't close.
    BrokenRow,
    /// A column that a sheet of meetings doesn't have.
    UnknownColumn { found: String },
    /// The server keeps it to itself.
    NotPublished,
    /// The length isn't said; this one is the server's default.
    LengthAssumed { minutes: u16 },
    /// A format of BMLT that stands for nothing in the fellowship's own list.
    UnknownFormat { found: String },
}

impl FormFault {
    pub(super) fn english(&self) -> String {
        match self {
            Self::NoZone { count } => format!(
                "{count} meetings name no time zone, so their hour is right only for people who \
                 live where they are."
            ),
            Self::NotAWeekday { found } => {
                format!("“{found}” isn't a day; days go from 1, Sunday, to 7, Saturday.")
            }
            Self::WrongWidth { cells, columns } => {
                format!("This row has {cells} cells, and the first line names {columns} columns.")
            }
            Self::BrokenRow => "A quotation mark is missing in this row, so nobody can tell where \
                                its cells begin and end."
                .into(),
            Self::UnknownColumn { found } => {
                format!("The column “{found}” isn't one that we know, and was left out.")
            }
            Self::NotPublished => "Its server doesn't publish it.".into(),
            Self::LengthAssumed { minutes } => {
                format!("It doesn't say how long it lasts; {minutes} minutes are assumed.")
            }
            Self::UnknownFormat { found } => format!(
                "The format “{found}” stands for no type of meeting in this fellowship, and was \
                 left out."
            ),
        }
    }

    pub(super) fn spanish(&self) -> String {
        match self {
            Self::NoZone { count } => format!(
                "{count} reuniones no dicen su zona horaria; su hora solo vale para quien vive \
                 donde están."
            ),
            Self::NotAWeekday { found } => {
                format!("«{found}» no es un día; van del 1, domingo, al 7, sábado.")
            }
            Self::WrongWidth { cells, columns } => {
                format!(
                    "Esta fila tiene {cells} celdas, y la primera línea nombra {columns} columnas."
                )
            }
            Self::BrokenRow => "A esta fila le falta una comilla, así que no se sabe dónde \
                                empieza y termina cada celda."
                .into(),
            Self::UnknownColumn { found } => {
                format!("No conocemos la columna «{found}»; quedó fuera.")
            }
            Self::NotPublished => "Su servidor no la publica.".into(),
            Self::LengthAssumed { minutes } => {
                format!("No dice cuánto dura; suponemos {minutes} minutos.")
            }
            Self::UnknownFormat { found } => format!(
                "El formato «{found}» no corresponde a ningún tipo de reunión de esta \
                 confraternidad; quedó fuera."
            ),
        }
    }
}
