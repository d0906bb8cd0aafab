//! What every handler is given.

use std::ops::Deref;
use std::sync::Arc;

use store::{Keys, Store};

use crate::config::Config;
use crate::groups::{Finder, Shelf, Sources};
use crate::people::Doorkeeper;
use crate::safety::{Community, Current};
use crate::sessions::{Means, Rooms, Voices};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// The running program. Cloning is cheap, and every request does it a dozen times; all clones are
/// the same program.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// What the program is made of: its doors to the database and the keys, its clock, its chance.
#[derive(Debug)]
pub struct Parts {
    pub store: Store,
    pub keys: Keys,
    pub clock: Clock,
    pub chance: Chance,
    pub config: Arc<Config>,
    /// What the community says of itself; see [`App::community`].
    pub community: Current,
    /// The meetings that anybody can find.
    pub finder: Finder,
    /// Who asks the feeds that come from an address.
    pub sources: Sources,
    /// The feeds that anybody may have.
    pub shelf: Shelf,
    /// The live rooms.
    pub rooms: Rooms,
    /// Voice and video, if the operator gave them a port.
    pub voices: Voices,
    pub people: Doorkeeper,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// The community's name, way out and crisis lines, as last read.
    #[must_use]
    pub fn community(&self) -> Arc<Community> {
        self.community.get()
    }

    /// Opens the database and the keys, making both on the first start.
    ///
    /// # Errors
    /// A sentence for the operator that says what can't be opened.
    pub fn open(config: Config, clock: Clock, chance: Chance) -> Result<Self, String> {
        std::fs::create_dir_all(&config.data).map_err(|e| {
            format!(
                "The data folder {} can't be made: {e}",
                config.data.display()
            )
        })?;
        let store = Store::open(&config.database)
            .map_err(|e| format!("The database can't be opened: {e}"))?;
        let keys = Keys::open(
            &config.data.join("keys.db"),
            &config.data.join("master.key"),
            chance.bytes::<32>(),
        )
        .map_err(|e| format!("The keys can't be opened: {e}"))?;
        let voices = Voices::start(&config.media, config.listen, config.host())?;
        Ok(Self(Arc::new(Parts {
            store,
            keys,
            clock,
            chance,
            sources: Sources::new(&config),
            config: Arc::new(config),
            community: Current::default(),
            finder: Finder::default(),
            shelf: Shelf::default(),
            rooms: Rooms::default(),
            voices,
            people: Doorkeeper::default(),
        })))
    }

    /// What a live room needs of the program.
    #[must_use]
    pub fn means(&self) -> Means {
        Means {
            store: self.store.clone(),
            keys: self.keys.clone(),
            clock: self.clock.clone(),
            chance: self.chance.clone(),
            voices: self.voices.clone(),
        }
    }
}
