//! What a person writes privately is sealed with that person's own key.
//!
//! The keys live in a file of their own, each wrapped by a master key in another file. A copy of
//! the database, or a backup of it, tells nothing without them; destroying a person's key makes
//! every copy of their words unreadable, wherever it lies. That is why the keys are not part of a
//! database backup: a backup of both together would bring back what was erased.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::KeyError;
use crate::checkup::refuse_missing;
use crate::files::Partial;
use crate::master::{in_file, master_key, only_for_owner};
use crate::sealing::{NONCE_BYTES, Opener, Sealed};

pub(crate) type Key = Zeroizing<[u8; 32]>;

/// How long to wait for another program that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(10);

/// No write-ahead log and deleted bytes overwritten: a destroyed key leaves no trace. EXTRA also
/// syncs the folder when the journal goes; with FULL a power cut could bring the journal back, and
/// with it a destroyed key.
const SETTINGS: &str = "
    PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS person_keys (
        person INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS erased (person INTEGER PRIMARY KEY);";

/// The keys of all people. Cloning is cheap.
#[derive(Clone)]
pub struct Keys {
    inner: Arc<Inner>,
}

struct Inner {
    master: Key,
    file: Mutex<File>,
}

struct File {
    connection: Connection,
    /// Unwrapped keys, so that a page with thirty names does not unwrap thirty keys. As large as
    /// the community: 200 bytes each with what is kept open, six megabytes for 30,000 people.
    open: HashMap<i64, Open>,
    /// The same file, to look at its counter of changes without asking SQLite, which would lock
    /// and unlock it for that, at every page. It is closed after the connection: closing it takes
    /// the locks of this process on the file with it.
    watched: std::fs::File,
    /// The counter as last seen: when it moves, a key may have been destroyed, by us or by another
    /// program, and what we hold open is dropped.
    seen: [u8; COUNTER_BYTES],
}

/// SQLite's counter of changes stands at this place of the file's head, and every transaction that
/// writes moves it (<https://sqlite.org/fileformat2.html>, 1.3.6).
const COUNTER_AT: u64 = 24;
const COUNTER_BYTES: usize = 4;

struct Open {
    opener: Opener,
    kept: Option<KeptOpen>,
}

/// What [`Keys::open_often`] opened last with a key: mostly the person's name. It goes with the
/// key.
struct KeptOpen {
    column: &'static str,
    row: i64,
    sealed: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
}

/// People without a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyless {
    /// Their key was destroyed here: they have left.
    pub erased: Vec<i64>,
    /// This file has never held a key of theirs: it is another community's, or older than they are.
    pub unknown: Vec<i64>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Opens the file of keys and the file of the master key, making what is missing. `fresh` is
    /// 32 random bytes, used only if there is no master key yet.
    ///
    /// # Errors
    /// A file can't be read or made, or there are keys without the master key that wraps them.
    pub fn open(file: &Path, master_key_file: &Path, fresh: [u8; 32]) -> Result<Self, KeyError> {
        let known = file.exists();
        let master = master_key(master_key_file, fresh, known)?;
        only_for_owner(file)?;
        let connection = Connection::open(file)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch(SETTINGS)?;
        let keys = Self::of(connection, master, file)?;
        keys.try_master_key()?;
        Ok(keys)
    }

    fn of(connection: Connection, master: Key, file: &Path) -> Result<Self, KeyError> {
        let watched = std::fs::File::open(file)
            .map_err(|error| KeyError::File(format!("{}: {error}", file.display())))?;
        let file = Mutex::new(File {
            connection,
            open: HashMap::new(),
            watched,
            seen: [0; COUNTER_BYTES],
        });
        Ok(Self {
            inner: Arc::new(Inner { master, file }),
        })
    }

    /// Looks whether the two files are there and belong together, and changes neither.
    ///
    /// # Errors
    /// One is missing or can't be read, or the master key is another community's.
    pub fn look(file: &Path, master_key_file: &Path) -> Result<(), KeyError> {
        refuse_missing(file)?;
        refuse_missing(master_key_file)?;
        // Never used: the file is there, or was a moment ago.
        let master = master_key(master_key_file, [0; 32], true)?;
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(PATIENCE)?;
        Self::of(connection, master, file)?.try_master_key()
    }

    /// Copies the file of keys at `file`, wrapped as they are, to a new file at `to`, while the
    /// program runs; nothing is made where there are no keys. The master key is not in it: keep a
    /// copy of that one elsewhere.
    ///
    /// It is apart from [`Store::backup`](crate::Store::backup) because the two are kept in
    /// opposite ways. Old copies of the database do no harm, but an old copy of the keys still
    /// holds those of people who have been erased since. So keep only the newest copy of the
    /// keys, and replace it whenever somebody was erased; the copies of the database, however
    /// old, then forget that person too.
    ///
    /// # Errors
    /// There are no keys at `file`, or `to` is there already or can't be written.
    pub fn backup(file: &Path, to: &Path) -> Result<(), KeyError> {
        if to.exists() {
            return Err(KeyError::File(format!(
                "{} is there already; a backup never overwrites a file",
                to.display()
            )));
        }
        let no_keys = || KeyError::File(format!("there are no keys at {}", file.display()));
        if !file.is_file() {
            return Err(no_keys());
        }
        // Not for reading alone: what a killed program left half written is taken back first.
        let source = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        source.busy_timeout(PATIENCE)?;
        source
            .prepare("SELECT person, wrapped FROM person_keys")
            .map_err(|_| no_keys())?;
        let partial = Partial::beside(to).map_err(|error| in_file(to, &error))?;
        let mut target = Connection::open(partial.path())?;
        // In one step: the file is small, and nothing else can be asked of it meanwhile.
        Backup::new(&source, &mut target)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
        drop(target);
        partial.rename(to).map_err(|error| in_file(to, &error))
    }

    /// Gives a person a key: 32 random bytes.
    ///
    /// # Errors
    /// [`KeyError::Exists`] when they have one, [`KeyError::Gone`] when it was destroyed: nobody
    /// comes back as somebody who was erased.
    pub fn create(&self, person: i64, key: [u8; 32]) -> Result<(), KeyError> {
        let wrapped = self.wrap(person, &key)?;
        let mut file = self.file();
        let made = file.connection.execute(
            "INSERT INTO person_keys (person, wrapped)
             SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE person = ?1)
             ON CONFLICT DO NOTHING",
            (person, wrapped),
        )?;
        if made == 0 {
            return Err(if file.has_key(person)? {
                KeyError::Exists
            } else {
                KeyError::Gone
            });
        }
        file.open.insert(person, Open::of(Zeroizing::new(key)));
        Ok(())
    }

    /// Destroys a person's key. Everything sealed with it is unreadable from here on, in every
    /// copy. What stays is the bare number, so that a copy of the database that knows the person
    /// still can be told that they left ([`Keys::keyless`]). Destroying what is gone already is no
    /// error: erasing can be begun again.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn destroy(&self, person: i64) -> Result<(), KeyError> {
        let mut file = self.file();
        file.open.remove(&person);
        let destroying = file.connection.transaction()?;
        destroying.execute("DELETE FROM person_keys WHERE person = ?1", [person])?;
        destroying.execute(
            "INSERT INTO erased (person) VALUES (?1) ON CONFLICT DO NOTHING",
            [person],
        )?;
        destroying.commit()?;
        // Freed pages are rewritten, so that not even the file's slack holds the wrapped key.
        file.connection.execute_batch("VACUUM")?;
        Ok(())
    }

    /// Those of these people who have no key, and why.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn keyless(&self, people: &[i64]) -> Result<Keyless, KeyError> {
        let file = self.file();
        let (keys, erased) = (
            file.people("SELECT person FROM person_keys")?,
            file.people("SELECT person FROM erased")?,
        );
        let (erased, unknown) = people
            .iter()
            .copied()
            .filter(|person| !keys.contains(person))
            .partition(|person| erased.contains(person));
        Ok(Keyless { erased, unknown })
    }

    /// Seals `plain` with the person's key for one place (`"plans.text:ROW"`). `nonce` is 24
    /// random bytes, never used twice.
    ///
    /// # Errors
    /// [`KeyError::Gone`] when the person has no key.
    pub fn seal(
        &self,
        person: i64,
        context: &str,
        plain: &[u8],
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, KeyError> {
        self.opener(person)?.seal(context, plain, nonce)
    }

    /// Opens what [`Keys::seal`] sealed for the same person and place.
    ///
    /// # Errors
    /// [`KeyError::Gone`] when the key is destroyed, [`KeyError::Unsealable`] when the bytes were
    /// changed or moved.
    pub fn open_sealed(
        &self,
        person: i64,
        context: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.opener(person)?.open(context, sealed)
    }

    /// As [`Keys::open_sealed`], for what pages show all the time (names), many at once and in
    /// their order. Whether a key was destroyed elsewhere is asked once for all of them, and the
    /// last text of each person stays open beside their key.
    ///
    /// # Errors
    /// The file of keys can't be read. What one of them says for itself stands in its place.
    pub fn open_often(
        &self,
        sealed: &[Sealed<'_>],
    ) -> Result<Vec<Result<Vec<u8>, KeyError>>, KeyError> {
        let mut file = self.file();
        file.forget_if_changed()?;
        Ok(sealed
            .iter()
            .map(|one| self.open_kept(&mut file, one))
            .collect())
    }

    /// A print of `data` that only this community can make: for looking up what is not stored
    /// (names, tokens). Different purposes give unrelated prints.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let subkey = mac(&self.inner.master, &[b"fingerprint/", purpose.as_bytes()]);
        mac(&subkey, &[data])
    }

    fn opener(&self, person: i64) -> Result<Opener, KeyError> {
        let mut file = self.file();
        file.forget_if_changed()?;
        Ok(self.open_of(&mut file, person)?.opener.clone())
    }

    fn open_kept(&self, file: &mut File, one: &Sealed<'_>) -> Result<Vec<u8>, KeyError> {
        let open = self.open_of(file, one.person)?;
        if let Some(kept) = &open.kept
            && (kept.column, kept.row) == (one.column, one.row)
            && kept.sealed == one.bytes
        {
            return Ok(kept.plain.to_vec());
        }
        let plain = open.opener.open(&one.context(), one.bytes)?;
        open.kept = Some(KeptOpen {
            column: one.column,
            row: one.row,
            sealed: one.bytes.to_vec(),
            plain: Zeroizing::new(plain.clone()),
        });
        Ok(plain)
    }

    /// For whoever has asked already whether the file changed.
    fn open_of<'f>(&self, file: &'f mut File, person: i64) -> Result<&'f mut Open, KeyError> {
        Ok(match file.open.entry(person) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => {
                let wrapped: Option<Vec<u8>> = file
                    .connection
                    .prepare_cached("SELECT wrapped FROM person_keys WHERE person = ?1")?
                    .query_row([person], |row| row.get(0))
                    .optional()?;
                let key = self.unwrap(person, &wrapped.ok_or(KeyError::Gone)?)?;
                place.insert(Open::of(key))
            }
        })
    }

    /// A master key of another community is found out at the start, not at the first page.
    fn try_master_key(&self) -> Result<(), KeyError> {
        let first: Option<(i64, Vec<u8>)> = self
            .file()
            .connection
            .query_row("SELECT person, wrapped FROM person_keys LIMIT 1", [], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        if let Some((person, wrapped)) = first {
            self.unwrap(person, &wrapped)?;
        }
        Ok(())
    }

    fn wrap(&self, person: i64, key: &[u8; 32]) -> Result<Vec<u8>, KeyError> {
        // The nonce is a print of the key itself: a key is wrapped once, and never two under one
        // nonce unless they are the same key.
        let mut nonce = [0; NONCE_BYTES];
        let print = self.fingerprint("wrap nonce", &[&person.to_be_bytes()[..], key].concat());
        nonce.copy_from_slice(&print[..NONCE_BYTES]);
        let payload = Payload {
            msg: key,
            aad: &person.to_be_bytes(),
        };
        let wrapped = self
            .wrapper()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| KeyError::Unsealable)?;
        Ok([&nonce[..], &wrapped].concat())
    }

    fn unwrap(&self, person: i64, wrapped: &[u8]) -> Result<Key, KeyError> {
        let (nonce, body) = wrapped
            .split_at_checked(NONCE_BYTES)
            .ok_or(KeyError::Unsealable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| KeyError::Unsealable)?;
        let payload = Payload {
            msg: body,
            aad: &person.to_be_bytes(),
        };
        let plain = self
            .wrapper()
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| KeyError::File("the master key does not fit the keys".into()))?;
        let plain = Zeroizing::new(plain);
        let key: [u8; 32] = plain
            .as_slice()
            .try_into()
            .map_err(|_| KeyError::Unsealable)?;
        Ok(Zeroizing::new(key))
    }

    fn wrapper(&self) -> XChaCha20Poly1305 {
        let subkey = Zeroizing::new(mac(&self.inner.master, &[b"wrap"]));
        XChaCha20Poly1305::new((&*subkey).into())
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.inner
            .file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn of(key: Key) -> Self {
        Self {
            opener: Opener::of(key),
            kept: None,
        }
    }
}

impl File {
    fn has_key(&self, person: i64) -> Result<bool, KeyError> {
        let sql = "SELECT 1 FROM person_keys WHERE person = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([person])?)
    }

    fn people(&self, sql: &str) -> Result<HashSet<i64>, KeyError> {
        let mut people = self.connection.prepare(sql)?;
        let people = people.query_map([], |row| row.get(0))?;
        Ok(people.collect::<Result<_, _>>()?)
    }

    fn forget_if_changed(&mut self) -> Result<(), KeyError> {
        let mut now = [0; COUNTER_BYTES];
        self.watched
            .seek(SeekFrom::Start(COUNTER_AT))
            .and_then(|_| self.watched.read_exact(&mut now))
            .map_err(|error| KeyError::File(format!("the file of keys: {error}")))?;
        if now != self.seen {
            self.open.clear();
            self.seen = now;
        }
        Ok(())
    }
}

pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to the length of a block.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
