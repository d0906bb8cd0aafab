//! What a person writes privately is sealed with that person's own key.
//!
//! The keys live in a file of their own, each wrapped by a master key in another file. A copy of
//! the database, or a backup of it, tells nothing without them; destroying a person's key makes
//! every copy of their words unreadable, wherever it lies. That is why the keys are not part of a
//! database backup: a backup of both together would bring back what was erased.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OptionalExtension};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::KeyError;
use crate::master::{master_key, only_for_owner};
use crate::sealing::{NONCE_BYTES, Opener, Sealed};

pub(crate) type Key = Zeroizing<[u8; 32]>;

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
    /// SQLite's counter of changes by other processes: when it moves, another copy of the
    /// program may have destroyed a key, and what we hold open is dropped.
    seen: i64,
}

struct Open {
    opener: Opener,
    kept: Option<KeptOpen>,
}

/// What [`Keys::open_often`] opened last with a key: mostly the person's name. It goes with the
/// key.
struct KeptOpen {
    context: String,
    sealed: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
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
        // No write-ahead log and deleted bytes overwritten: a destroyed key leaves no trace.
        connection.execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             PRAGMA busy_timeout = 10000;
             CREATE TABLE IF NOT EXISTS person_keys (
                 person INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);",
        )?;
        let file = Mutex::new(File {
            connection,
            open: HashMap::new(),
            seen: 0,
        });
        let keys = Self {
            inner: Arc::new(Inner { master, file }),
        };
        keys.try_master_key()?;
        Ok(keys)
    }

    /// Copies the file of keys, wrapped as they are, to a new file at `to`. The master key is not
    /// in it: keep a copy of that one elsewhere.
    ///
    /// It is apart from [`Store::backup`](crate::Store::backup) because the two are kept in
    /// opposite ways. Old copies of the database do no harm, but an old copy of the keys still
    /// holds those of people who have been erased since. So keep only the newest copy of the
    /// keys, and replace it whenever somebody was erased; the copies of the database, however
    /// old, then forget that person too.
    ///
    /// # Errors
    /// The file is there already, or can't be written.
    pub fn backup(&self, to: &Path) -> Result<(), KeyError> {
        if to.exists() {
            return Err(KeyError::File(format!(
                "{} is there already; a backup never overwrites a file",
                to.display()
            )));
        }
        only_for_owner(to)?;
        let file = self.file();
        let mut target = Connection::open(to)?;
        // In one step: the file is small, and nothing else can be asked of it meanwhile.
        Backup::new(&file.connection, &mut target)?.run_to_completion(
            i32::MAX,
            Duration::ZERO,
            None,
        )?;
        Ok(())
    }

    /// Gives a person a key: 32 random bytes.
    ///
    /// # Errors
    /// [`KeyError::Exists`] when they have one.
    pub fn create(&self, person: i64, key: [u8; 32]) -> Result<(), KeyError> {
        let wrapped = self.wrap(person, &key)?;
        let mut file = self.file();
        let made = file.connection.execute(
            "INSERT INTO person_keys (person, wrapped) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (person, wrapped),
        )?;
        if made == 0 {
            return Err(KeyError::Exists);
        }
        file.open.insert(person, Open::of(Zeroizing::new(key)));
        Ok(())
    }

    /// Destroys a person's key. Everything sealed with it is unreadable from here on, in every
    /// copy. Destroying what is gone already is no error: erasing can be begun again.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn destroy(&self, person: i64) -> Result<(), KeyError> {
        let mut file = self.file();
        file.open.remove(&person);
        file.connection
            .execute("DELETE FROM person_keys WHERE person = ?1", [person])?;
        // Freed pages are rewritten, so that not even the file's slack holds the wrapped key.
        file.connection.execute_batch("VACUUM")?;
        Ok(())
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
            && kept.sealed == one.bytes
            && kept.context == one.context
        {
            return Ok(kept.plain.to_vec());
        }
        let plain = open.opener.open(one.context, one.bytes)?;
        open.kept = Some(KeptOpen {
            context: one.context.to_owned(),
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
    fn forget_if_changed(&mut self) -> Result<(), KeyError> {
        let now: i64 = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
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
mod tests {
    use std::fs;

    use super::*;

    fn keys(folder: &Path) -> Keys {
        Keys::open(&folder.join("keys.db"), &folder.join("master.key"), [9; 32]).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_person_and_place_only() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(folder.path());
        keys.create(1, [1; 32]).unwrap();
        keys.create(2, [2; 32]).unwrap();
        let sealed = keys.seal(1, "plans.text:7", b"walk", [3; 24]).unwrap();
        assert_eq!(
            keys.open_sealed(1, "plans.text:7", &sealed).unwrap(),
            b"walk"
        );
        assert_eq!(
            keys.open_sealed(1, "plans.text:8", &sealed),
            Err(KeyError::Unsealable)
        );
        assert_eq!(
            keys.open_sealed(2, "plans.text:7", &sealed),
            Err(KeyError::Unsealable)
        );
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(
            keys.open_sealed(1, "plans.text:7", &changed),
            Err(KeyError::Unsealable)
        );
        assert_eq!(
            keys.open_sealed(1, "plans.text:7", &sealed[..20]),
            Err(KeyError::Unsealable)
        );
    }

    #[test]
    fn a_destroyed_key_is_gone_from_every_open_handle_and_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (keys(folder.path()), keys(folder.path()));
        one.create(1, [1; 32]).unwrap();
        let sealed = other.seal(1, "c", b"words", [3; 24]).unwrap();
        let wrapped = one.wrap(1, &[1; 32]).unwrap();
        let holds = |bytes: &[u8]| {
            fs::read(folder.path().join("keys.db"))
                .unwrap()
                .windows(bytes.len())
                .any(|window| window == bytes)
        };
        assert!(holds(&wrapped));
        one.destroy(1).unwrap();
        assert_eq!(other.open_sealed(1, "c", &sealed), Err(KeyError::Gone));
        assert!(!holds(&wrapped));
        one.destroy(1).unwrap();
    }

    #[test]
    fn many_are_opened_at_once_each_with_an_answer_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let (keys, elsewhere) = (keys(folder.path()), keys(folder.path()));
        keys.create(1, [1; 32]).unwrap();
        keys.create(2, [2; 32]).unwrap();
        let wren = keys.seal(1, "a", b"Wren", [3; 24]).unwrap();
        let sol = keys.seal(2, "a", b"Sol", [4; 24]).unwrap();
        let of = |person, bytes| Sealed {
            person,
            context: "a",
            bytes,
        };
        let all = [of(1, &wren[..]), of(2, &wren), of(2, &sol), of(3, &sol)];
        let open = keys.open_often(&all).unwrap();
        assert_eq!(open[0].as_deref(), Ok(&b"Wren"[..]));
        assert_eq!(open[1], Err(KeyError::Unsealable));
        assert_eq!(open[2].as_deref(), Ok(&b"Sol"[..]));
        assert_eq!(open[3], Err(KeyError::Gone));
        // What stays open is no way round its place, nor round a change.
        assert_eq!(keys.open_often(&all).unwrap(), open);
        let moved = Sealed {
            context: "b",
            ..all[0]
        };
        let renamed = keys.seal(1, "a", b"Ren", [5; 24]).unwrap();
        let now = keys.open_often(&[moved, of(1, &renamed)]).unwrap();
        assert_eq!(now[0], Err(KeyError::Unsealable));
        assert_eq!(now[1].as_deref(), Ok(&b"Ren"[..]));
        elsewhere.destroy(1).unwrap();
        assert_eq!(keys.open_often(&all).unwrap()[0], Err(KeyError::Gone));
    }

    #[test]
    fn keys_survive_a_restart_and_need_their_master_key() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = {
            let keys = keys(folder.path());
            keys.create(1, [1; 32]).unwrap();
            keys.seal(1, "c", b"words", [3; 24]).unwrap()
        };
        assert_eq!(
            keys(folder.path()).open_sealed(1, "c", &sealed).unwrap(),
            b"words"
        );
        fs::remove_file(folder.path().join("master.key")).unwrap();
        let lost = Keys::open(
            &folder.path().join("keys.db"),
            &folder.path().join("master.key"),
            [8; 32],
        );
        assert!(matches!(lost, Err(KeyError::File(_))));
    }

    #[test]
    fn a_copy_of_the_keys_opens_with_the_same_master_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(folder.path());
        keys.create(1, [1; 32]).unwrap();
        let sealed = keys.seal(1, "c", b"words", [3; 24]).unwrap();
        let (copy, master) = (
            folder.path().join("copy.db"),
            folder.path().join("master.key"),
        );
        keys.backup(&copy).unwrap();
        assert!(matches!(keys.backup(&copy), Err(KeyError::File(_))));
        let opened = Keys::open(&copy, &master, [0; 32]).unwrap();
        assert_eq!(opened.open_sealed(1, "c", &sealed).unwrap(), b"words");
        let other = Keys::open(&copy, &folder.path().join("other.key"), [0; 32]);
        assert!(matches!(other, Err(KeyError::File(_))));
        fs::write(folder.path().join("other.key"), [5; 32]).unwrap();
        let other = Keys::open(&copy, &folder.path().join("other.key"), [0; 32]);
        assert!(
            matches!(other, Err(KeyError::File(_))),
            "another community's"
        );
        fs::write(folder.path().join("other.key"), [5; 31]).unwrap();
        let short = Keys::open(&copy, &folder.path().join("other.key"), [0; 32]);
        assert!(matches!(short, Err(KeyError::File(_))));
    }

    #[cfg(unix)]
    #[test]
    fn keys_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(folder.path());
        keys.backup(&folder.path().join("copy.db")).unwrap();
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(
                entry.metadata().unwrap().permissions().mode() & 0o777,
                0o600
            );
            names.push(entry.file_name().into_string().unwrap());
        }
        names.sort();
        assert_eq!(names, ["copy.db", "keys.db", "master.key"]);
    }
}
