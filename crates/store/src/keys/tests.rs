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
    assert_eq!(one.create(1, [2; 32]), Err(KeyError::Gone));
    let keyless = other.keyless(&[1, 2]).unwrap();
    assert_eq!((keyless.erased, keyless.unknown), (vec![1], vec![2]));
}

#[test]
fn a_power_cut_brings_no_destroyed_key_back() {
    let folder = tempfile::tempdir().unwrap();
    let keys = keys(folder.path());
    let setting = |name: &str| -> String {
        let sql = format!("SELECT CAST((SELECT * FROM pragma_{name}) AS TEXT)");
        let file = keys.file();
        file.connection
            .query_row(&sql, [], |row| row.get(0))
            .unwrap()
    };
    // 3 is EXTRA: the folder is synced as well when the journal goes.
    assert_eq!(setting("synchronous"), "3");
    assert_eq!(setting("journal_mode"), "delete");
    assert_eq!(setting("secure_delete"), "1");
}

#[test]
fn a_copy_that_fails_leaves_nothing_in_the_way_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("keys.db"), folder.path().join("copy.db"));
    let refused = |sentence: &str| match Keys::backup(&file, &copy) {
        Err(KeyError::File(said)) => assert!(said.contains(sentence), "{said}"),
        other => panic!("{other:?}"),
    };
    refused("there are no keys");
    assert!(!file.exists(), "nothing is made");
    fs::write(&file, b"not a file of keys").unwrap();
    refused("there are no keys");
    fs::remove_file(&file).unwrap();
    let keys = keys(folder.path());
    keys.create(1, [1; 32]).unwrap();
    // Cut short in the middle, so that the copying itself fails.
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 4096]).unwrap();
    assert!(Keys::backup(&file, &copy).is_err());
    assert!(!copy.exists());
    fs::write(&file, &whole).unwrap();
    // As a program that was killed while copying leaves it.
    fs::write(folder.path().join("copy.db.partial"), b"half").unwrap();
    Keys::backup(&file, &copy).unwrap();
    assert!(!folder.path().join("copy.db.partial").exists());
}

#[test]
fn many_are_opened_at_once_each_with_an_answer_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, elsewhere) = (keys(folder.path()), keys(folder.path()));
    keys.create(1, [1; 32]).unwrap();
    keys.create(2, [2; 32]).unwrap();
    let wren = keys.seal(1, "a:7", b"Wren", [3; 24]).unwrap();
    let sol = keys.seal(2, "a:7", b"Sol", [4; 24]).unwrap();
    let of = |person, bytes| Sealed {
        person,
        column: "a",
        row: 7,
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
    let moved = Sealed { row: 8, ..all[0] };
    let renamed = keys.seal(1, "a:7", b"Ren", [5; 24]).unwrap();
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
    let file = folder.path().join("keys.db");
    Keys::backup(&file, &copy).unwrap();
    assert!(matches!(Keys::backup(&file, &copy), Err(KeyError::File(_))));
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
    let file = folder.path().join("keys.db");
    Keys::backup(&file, &folder.path().join("copy.db")).unwrap();
    drop(keys);
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
