//! What the fields of the export are called on the page that people read. A field that is not
//! here is shown by its own name, so nothing is ever left out.

use std::borrow::Cow;

use crate::site::lang::Lang;

const LABELS: [(&str, &str, &str); 34] = [
    ("me", "About me", "Sobre mí"),
    ("groups", "My groups", "Mis grupos"),
    ("sessions", "My sessions", "Mis sesiones"),
    ("name", "Name", "Nombre"),
    ("sign", "Sign", "Signo"),
    ("language", "Language", "Idioma"),
    ("joined_ms", "Came in", "Entrada"),
    ("asked_ms", "Asked to join", "Petición de entrar"),
    (
        "is_here_for_someone_else",
        "Here for someone else",
        "Aquí por otra persona",
    ),
    (
        "is_counted_in_outcomes",
        "Counted in the outcomes, without the name",
        "En los resultados, sin el nombre",
    ),
    ("is_coordinator", "Coordinator", "Coordina"),
    ("is_member", "Belongs to the group", "Pertenece al grupo"),
    ("is_host", "Host", "Acoge"),
    ("is_facilitator", "Facilitator", "Facilita"),
    ("is_mentor", "Mentor", "Acompaña"),
    (
        "is_shared_phone",
        "On a phone that others use",
        "En un teléfono compartido",
    ),
    ("passkeys", "Passkeys", "Llaves de acceso"),
    ("sign_ins", "Where I'm signed in", "Sesiones abiertas"),
    ("made_ms", "Made", "Creación"),
    ("used_ms", "Last used", "Último uso"),
    ("seen_ms", "Last here", "Última vez"),
    ("plans", "My plans", "Mis planes"),
    ("notes", "What I wrote for myself", "Lo que escribí para mí"),
    ("attended", "Sessions I came to", "Sesiones a las que vine"),
    ("text", "In my words", "Con mis palabras"),
    ("kind", "Kind", "Tipo"),
    ("who_may_know", "Who may know", "Quién puede saberlo"),
    ("how_it_went", "How it went", "Cómo fue"),
    ("starts_ms", "The session began", "La sesión empezó"),
    ("from_ms", "I came", "Llegué"),
    ("to_ms", "I left", "Me fui"),
    ("answered_ms", "Answered", "Respuesta"),
    ("group", "Group", "Grupo"),
    ("role", "Role", "Papel"),
];

/// The label of a field of the export.
pub(super) fn label(lang: Lang, key: &str) -> Cow<'static, str> {
    match LABELS.iter().find(|(name, _, _)| *name == key) {
        Some((_, english, spanish)) => Cow::Borrowed(match lang {
            Lang::En => english,
            Lang::Es => spanish,
        }),
        None => Cow::Owned(key.trim_end_matches("_ms").replace('_', " ")),
    }
}
