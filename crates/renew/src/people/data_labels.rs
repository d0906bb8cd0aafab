//! What the fields of the export are called on the page that people read, and what their values
//! mean. A field that is not here is shown by its own name, so nothing is ever left out.

use std::borrow::Cow;

use super::invitations::InvitedAs;
use super::view::care::role_name;
use super::view::join::sign_name;
use super::words::JoinWords;
use super::words_inside::CareWords;
use crate::sessions;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// In the order in which a person reads them.
const LABELS: &[(&str, &str, &str)] = &[
    ("me", "About me", "Sobre mí"),
    ("groups", "My groups", "Mis grupos"),
    ("sessions", "My sessions", "Mis sesiones"),
    ("formats", "Formats of sessions", "Formatos de sesiones"),
    (
        "at_a_table",
        "At a table with one phone",
        "En una mesa con un solo teléfono",
    ),
    ("table", "Table", "Mesa"),
    ("group", "Group", "Grupo"),
    ("starts_ms", "The session began", "La sesión empezó"),
    ("name", "Name", "Nombre"),
    ("sign", "Sign", "Signo"),
    ("kind", "Kind", "Tipo"),
    ("text", "In my words", "Con mis palabras"),
    ("language", "Language", "Idioma"),
    ("asked_ms", "Asked to join", "Petición de entrar"),
    ("joined_ms", "Came in", "Entrada"),
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
    ("leads", "Leads a group", "Guía un grupo"),
    ("is_member", "Belongs to the group", "Pertenece al grupo"),
    ("is_host", "Host", "Acoge"),
    ("is_facilitator", "Facilitator", "Facilita"),
    ("is_mentor", "Mentor", "Acompaña"),
    ("role", "Role", "Papel"),
    ("is_for_me", "Lets me in", "Me deja entrar"),
    (
        "is_shared_phone",
        "On a phone that others use",
        "En un teléfono compartido",
    ),
    ("made_ms", "Made", "Creación"),
    ("uploaded_ms", "Sent", "Envío"),
    ("ends_ms", "Good until", "Sirve hasta"),
    ("uses_left", "Uses left", "Usos que quedan"),
    ("used_ms", "Last used", "Último uso"),
    ("seen_ms", "Last here", "Última vez"),
    ("from_ms", "I came", "Llegué"),
    ("to_ms", "I left", "Me fui"),
    ("who_may_know", "Who may know", "Quién puede saberlo"),
    (
        "shown_in_session_ms",
        "The circle saw it in the session of",
        "El círculo lo vio en la sesión del",
    ),
    ("how_it_went", "How it went", "Cómo fue"),
    ("answered_ms", "Answered", "Respuesta"),
    ("passkeys", "Passkeys", "Llaves de acceso"),
    ("sign_ins", "Where I'm signed in", "Sesiones abiertas"),
    (
        "doors",
        "Links that open the door once",
        "Enlaces que abren la puerta una vez",
    ),
    (
        "invitations",
        "Invitations that I made",
        "Invitaciones que creé",
    ),
    (
        "waiting_import",
        "A file of mine that waits to be imported",
        "Un archivo mío que espera a importarse",
    ),
    ("my_calendar", "My calendar", "Mi calendario"),
    (
        "says_names",
        "Says names and places",
        "Dice nombres y lugares",
    ),
    ("leads_on", "When I am to lead", "Cuándo me toca guiar"),
    ("date", "Date", "Fecha"),
    ("plans", "My plans", "Mis planes"),
    ("notes", "What I wrote for myself", "Lo que escribí para mí"),
    ("attended", "Sessions I came to", "Sesiones a las que vine"),
    (
        "running",
        "Where I have a seat now",
        "Donde tengo un lugar ahora",
    ),
    ("words", "Words until the end", "Palabras hasta el final"),
    (
        "looked_after",
        "Formats that I look after",
        "Formatos que cuido",
    ),
    ("safety", "Getting in touch", "Seguimiento"),
    ("noted_about_me", "Noted about me", "Anotado sobre mí"),
    (
        "my_follow_ups",
        "Mine to follow up",
        "Lo que me toca seguir",
    ),
    ("noted_by", "Noted by", "Anotado por"),
    ("offered", "Offered", "Se ofreció"),
    (
        "followed_up_by",
        "Who gets in touch",
        "Quién se pone en contacto",
    ),
    ("due_ms", "By", "Para el"),
    ("done_ms", "Done", "Hecho"),
    (
        "said_not_right_ms",
        "I said that it isn't right",
        "Dije que no es así",
    ),
    ("on_call", "On call", "Guardias"),
    ("shifts", "My hours", "Mis turnos"),
    ("days", "Days", "Días"),
    ("from", "From", "Desde"),
    ("to", "Until", "Hasta"),
    ("zone", "Whose clock", "Con qué reloj"),
    ("phone", "Phone number", "Número de teléfono"),
    ("how_to_reach_me", "How to reach me", "Cómo localizarme"),
    (
        "asked_into_rooms",
        "Where I was asked in",
        "Donde me pidieron entrar",
    ),
    ("answer", "My answer", "Mi respuesta"),
    ("greeting", "First times", "Primeras veces"),
    (
        "willing_since_ms",
        "I'd greet a newcomer, since",
        "Daría la bienvenida, desde",
    ),
    (
        "first_visits",
        "Before my first evening in a group",
        "Antes de mi primera vez en un grupo",
    ),
    (
        "went_by_the_screens",
        "The two screens for newcomers",
        "Las dos pantallas para quien llega",
    ),
    ("just_listens", "Just to listen", "Solo a escuchar"),
    (
        "wants_a_buddy",
        "With somebody to greet me",
        "Con alguien que me reciba",
    ),
    (
        "asked_to_greet",
        "When I was asked to greet somebody",
        "Cuando me pidieron recibir a alguien",
    ),
    ("asked_to_greet_ms", "I was asked", "Me lo pidieron"),
    ("i_said", "I said", "Dije"),
    (
        "kept_of_activities",
        "What I kept of what we did together",
        "Lo que guardé de lo que hicimos en común",
    ),
    ("texts", "Texts", "Textos"),
    ("looked_back", "What I looked back on", "Lo que miré atrás"),
    ("i_was", "I", "Yo"),
    ("what_happened", "What happened", "Lo que pasó"),
    ("we_agreed", "We agreed", "Acordamos"),
    ("it_was", "It was", "Fue"),
    ("went_well", "What went well", "Qué fue bien"),
    (
        "id_do_otherwise",
        "What I'd do otherwise",
        "Qué haría de otra manera",
    ),
    (
        "shared_with_coordinators_ms",
        "Shared with the coordinators",
        "Compartido con coordinación",
    ),
    ("written", "What I wrote", "Lo que escribí"),
    ("part", "About", "Sobre"),
    ("of_100", "Of 100", "De 100"),
    (
        "from_others",
        "What I kept of the others' words",
        "Lo que guardé de las palabras de otras personas",
    ),
    ("pattern", "Thinking pattern", "Patrón de pensamiento"),
    ("their_words", "In their words", "Con sus palabras"),
    (
        "marked_by",
        "How many marked it",
        "Cuántas personas lo marcaron",
    ),
    ("to_try", "I wanted to try it", "Lo quería probar"),
    (
        "scene",
        "A conversation that I tried out",
        "Una conversación que ensayé",
    ),
    ("with_whom", "With", "Con"),
    ("where", "Where", "Dónde"),
    ("they_say", "They say", "Dice"),
    ("day", "The day", "El día"),
    ("taken_along", "What I took along", "Lo que me llevé"),
    (
        "told",
        "How it went, in my words",
        "Cómo me fue, con mis palabras",
    ),
    ("thanks", "Thanks", "Las gracias"),
    (
        "thanks_got",
        "Thanks that I got",
        "Las gracias que me dieron",
    ),
    ("thanked_by", "From", "De"),
    ("thanked_for", "For", "Por"),
    ("they_wrote", "In their words", "Con sus palabras"),
    (
        "thanks_given",
        "When I thanked somebody",
        "Cuándo di las gracias",
    ),
    (
        "no_thanks_from",
        "From whom I'd rather get no thanks",
        "De quién prefiero no recibir las gracias",
    ),
];

/// What the values of a field mean: field, value, English, Spanish.
const VALUES: &[(&str, &str, &str, &str)] = &[
    ("answer", "asked", "not answered", "sin respuesta"),
    ("answer", "coming", "I came in", "entré"),
    ("answer", "cannot", "I couldn't", "no podía"),
    (
        "offered",
        "stayed",
        "stayed to talk",
        "alguien se quedó a hablar",
    ),
    ("offered", "line", "crisis line", "línea de ayuda"),
    (
        "offered",
        "on_call",
        "on-call person told",
        "aviso a la guardia",
    ),
    (
        "offered",
        "nothing",
        "nothing needed",
        "no hacía falta nada",
    ),
    (
        "kind",
        "thought_record",
        "a thought looked at",
        "un pensamiento mirado",
    ),
    ("kind", "rehearsal", "a rehearsal", "un ensayo"),
    ("kind", "problem_solving", "a problem", "un problema"),
    (
        "kind",
        "cost_benefit",
        "what it gives, what it takes",
        "lo que da y lo que quita",
    ),
    ("kind", "strengths", "strengths", "fortalezas"),
    ("kind", "model_share", "my road", "mi camino"),
    ("who_may_know", "only_me", "only me", "solo yo"),
    ("who_may_know", "mentor", "my mentor", "quien me acompaña"),
    ("who_may_know", "circle", "the circle", "el círculo"),
    ("how_it_went", "did_it", "did it", "lo hice"),
    ("how_it_went", "part_of_it", "part of it", "una parte"),
    ("how_it_went", "not_yet", "not yet", "todavía no"),
    (
        "how_it_went",
        "not_told",
        "I'd rather not say",
        "prefiero no contarlo",
    ),
    (
        "how_it_went",
        "did_not_happen",
        "it didn't happen",
        "no se dio",
    ),
    ("kind", "reflection", "reflection", "reflexión"),
    ("kind", "takeaway", "what I keep", "lo que me llevo"),
    (
        "kind",
        "face",
        "my name in the room",
        "mi nombre en la sala",
    ),
    ("kind", "word", "private word", "mensaje privado"),
    ("kind", "reply", "answer", "respuesta"),
    (
        "kind",
        "milestone",
        "something to mark",
        "algo que celebrar",
    ),
    ("went_by_the_screens", "read", "read", "leídas"),
    ("went_by_the_screens", "skipped", "skipped", "saltadas"),
    (
        "went_by_the_screens",
        "knows",
        "I knew the group",
        "ya conocía el grupo",
    ),
    ("i_was", "led", "led", "guié"),
    ("i_was", "hosted", "hosted", "acogí"),
    (
        "we_agreed",
        "stillness",
        "being still together",
        "calma en común",
    ),
    ("we_agreed", "agreement", "the agreement", "el acuerdo"),
    ("we_agreed", "check_in", "a check-in", "una ronda inicial"),
    (
        "we_agreed",
        "turns",
        "turns for all",
        "turnos para cada persona",
    ),
    (
        "we_agreed",
        "activity",
        "something together",
        "algo en común",
    ),
    ("we_agreed", "closing", "the closing", "el cierre"),
    (
        "we_agreed",
        "writing",
        "time to write",
        "tiempo para escribir",
    ),
    (
        "we_agreed",
        "on_time",
        "ending on time",
        "terminar a la hora",
    ),
    ("it_was", "happened", "done", "hecho"),
    ("it_was", "in_part", "in part", "en parte"),
    ("it_was", "not_this_time", "not this time", "esta vez no"),
    ("i_said", "yes", "yes", "sí"),
    ("i_said", "no", "no", "no"),
    ("thanked_for", "shared", "what I shared", "lo que compartí"),
    ("thanked_for", "listened", "listening", "escuchar"),
    (
        "thanked_for",
        "welcomed",
        "making them feel welcome",
        "recibir bien",
    ),
    (
        "thanked_for",
        "honest",
        "being honest",
        "hablar con sinceridad",
    ),
    ("thanked_for", "idea", "an idea", "una idea"),
    (
        "thanked_for",
        "stayed",
        "staying when it was hard",
        "quedarme cuando era difícil",
    ),
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

/// Where a field stands among others; those without a label come last.
pub(super) fn place(key: &str) -> usize {
    let found = LABELS.iter().position(|(name, _, _)| *name == key);
    found.unwrap_or(LABELS.len())
}

/// What a value of a field means, if it is the key of something.
pub(super) fn value_label(lang: Lang, key: &str, value: &str) -> Option<&'static str> {
    match key {
        "sign" => Sign::from_key(value).map(|sign| sign_name(JoinWords::of(lang), sign)),
        "role" => InvitedAs::from_key(value).map(|role| role_name(CareWords::of(lang), role)),
        "part" | "pattern" => sessions::value_label(lang, key, value),
        _ => VALUES
            .iter()
            .find(|(field, known, _, _)| *field == key && *known == value)
            .map(|(_, _, english, spanish)| match lang {
                Lang::En => *english,
                Lang::Es => *spanish,
            }),
    }
}
