//! For each flaw a sentence that says how to go on, and why, where somebody might ask.

use circle::format::{
    ACTIVITIES_MAX, FlawKind, ID_CHARS_MAX, MINUTES_MAX, NAME_CHARS_MAX, PASSAGES_MAX, PHASES_MAX,
    RIBBON_CHARS_MAX, SAY_MAX, TEXT_CHARS_MAX,
};

use super::build::Stays;
use crate::site::lang::{Lang, fill};

crate::words! {
    struct FlawWords {
        phase_count: "A session has between 3 and {n} parts. Add some, or join some.", "Una sesión tiene entre 3 y {n} partes. Añade alguna o junta varias.";
        id: "The short name may only have small letters, digits and hyphens, {n} at most. Change it.", "El nombre corto solo admite minúsculas, cifras y guiones, {n} como mucho. Cámbialo.";
        minutes: "The minutes don't fit together. The shortest comes first, then what is planned, then the longest, and none is 0.", "Los minutos no encajan. Primero el mínimo, luego lo previsto, luego el máximo, y ninguno es 0.";
        too_long: "All parts together are longer than {n} minutes. Nobody listens well for so long; shorten some, or make two sessions.", "Todas las partes suman más de {n} minutos. Nadie escucha bien tanto tiempo; acorta alguna o haz dos sesiones.";
        text: "A text is missing, or is longer than {n} letters. Write it in both languages, so that nobody is left out.", "Falta algún texto o pasa de {n} letras. Escríbelo en los dos idiomas, para que nadie se quede fuera.";
        long_name: "The name is longer than {n} letters, or the short name longer than {m}. Shorten it, so that it fits a phone.", "El nombre pasa de {n} letras, o el nombre corto de {m}. Acórtalo para que quepa en un teléfono.";
        suggestions: "There are more than {n} suggestions for who leads. Keep the best ones.", "Hay más de {n} sugerencias para quien facilita. Quédate con las mejores.";
        turn: "The turns don't fit this part. Where people speak, share the time out or give each turn 20 to 1200 seconds; where nobody speaks there are none.", "Los turnos no encajan con esta parte. Donde se habla, reparte el tiempo o da a cada turno de 20 a 1200 segundos; donde nadie habla no hay turnos.";
        no_stillness: "There is no quiet time. Add breathing or silence: people come from a full day, and need a moment to arrive.", "No hay ningún momento de calma. Añade respiración o silencio: la gente viene de un día lleno y necesita un momento para llegar.";
        no_reflection: "There is no written reflection. Add it: what people put into their own words is what they find again on a hard day.", "No hay reflexión escrita. Añádela: lo que se pone en palabras propias es lo que se encuentra otra vez en un día difícil.";
        no_closing: "The session has no closing, or something comes after it. Mark the last parts as closing: plans and goodbyes are what gets lost when time runs short, so their time is kept.", "La sesión no tiene cierre, o hay algo después de él. Marca las últimas partes como cierre: los planes y la despedida son lo que se pierde cuando falta tiempo, por eso el suyo se guarda.";
        must_be_required: "This part can't be one that is left out. Quiet, welcome, reflection and closing belong to every session; they can be short.", "Esta parte no puede ser de las que se saltan. Calma, bienvenida, reflexión y cierre son de todas las sesiones; pueden ser breves.";
        no_welcome: "There is no welcome. Add it: nobody can agree to what was never said.", "No hay bienvenida. Añádela: nadie puede estar de acuerdo con lo que no se dijo.";
        seats: "A circle has between 2 and {n} seats. Write a number in between.", "Un círculo tiene entre 2 y {n} lugares. Escribe un número intermedio.";
        keeps: "What people keep doesn't fit this part. A plan keeps the plan and a milestone; a reflection keeps the reflection and the pulse; something to take along comes from what is done together.", "Lo que se guarda no encaja con esta parte. Un plan guarda el plan y un logro; una reflexión, la reflexión y el pulso; algo que llevarse sale de lo que se hace en común.";
        activities: "Activities belong to a working time, {n} at most, and each once. Choose others, or leave one out.", "Las actividades van en un tiempo de trabajo, {n} como mucho, y cada una una vez. Elige otras o quita alguna.";
        reading: "A reading round needs something to read, {n} passages at most, and only a reading round does. Add the passages, or take them out.", "Una ronda de lectura necesita algo que leer, {n} fragmentos como mucho, y solo ella. Añade los fragmentos o quítalos.";
        stays_stillness: "This quiet time stays, since it is the only one. People come from a full day, and need a moment to arrive. You can move it, shorten it, or add another and then take this one out.", "Este momento de calma se queda, porque es el único. La gente viene de un día lleno y necesita un momento para llegar. Puedes moverlo, acortarlo, o añadir otro y después quitar este.";
        stays_welcome: "The welcome stays: here people hear what is kept private and where that ends, and agree. You can change its words and its minutes.", "La bienvenida se queda: aquí se oye qué queda en privado y dónde está el límite, y cada cual da su acuerdo. Puedes cambiar sus palabras y sus minutos.";
        stays_reflection: "The reflection stays: what people put into their own words is what they find again on a hard day. You can change its words and its minutes.", "La reflexión se queda: lo que se pone en palabras propias es lo que se encuentra otra vez en un día difícil. Puedes cambiar sus palabras y sus minutos.";
        stays_closing: "This part stays, since it is all of the closing. A session that just stops leaves people alone with what it opened. Mark another part as closing first.", "Esta parte se queda, porque es todo el cierre. Una sesión que se corta deja a la gente a solas con lo que se abrió. Marca antes otra parte como cierre.";
    }
}

/// What to mend, and how.
pub(super) fn sentence(lang: Lang, flaw: FlawKind) -> String {
    let w = FlawWords::of(lang);
    let with = |text: &str, n: usize| fill(text, &[("n", &n.to_string())]);
    match flaw {
        FlawKind::PhaseCount => with(w.phase_count, PHASES_MAX),
        FlawKind::Id => with(w.id, ID_CHARS_MAX),
        FlawKind::Minutes => w.minutes.to_owned(),
        FlawKind::TooLong => fill(w.too_long, &[("n", &MINUTES_MAX.to_string())]),
        FlawKind::Text => with(w.text, TEXT_CHARS_MAX),
        FlawKind::LongName => fill(
            w.long_name,
            &[
                ("n", &NAME_CHARS_MAX.to_string()),
                ("m", &RIBBON_CHARS_MAX.to_string()),
            ],
        ),
        FlawKind::TooManySuggestions => with(w.suggestions, SAY_MAX),
        FlawKind::Turn => w.turn.to_owned(),
        FlawKind::NoStillness => w.no_stillness.to_owned(),
        FlawKind::NoReflection => w.no_reflection.to_owned(),
        FlawKind::NoClosing => w.no_closing.to_owned(),
        FlawKind::MustBeRequired => w.must_be_required.to_owned(),
        FlawKind::NoWelcome => w.no_welcome.to_owned(),
        FlawKind::Seats => with(w.seats, circle::SEATS_MAX),
        FlawKind::Keeps => w.keeps.to_owned(),
        FlawKind::Activities => with(w.activities, ACTIVITIES_MAX),
        FlawKind::Reading => with(w.reading, PASSAGES_MAX),
    }
}

/// Why a part can't be taken out, and what can be done instead.
pub(super) fn why_it_stays(lang: Lang, stays: Stays) -> &'static str {
    let w = FlawWords::of(lang);
    match stays {
        Stays::Stillness => w.stays_stillness,
        Stays::Welcome => w.stays_welcome,
        Stays::Reflection => w.stays_reflection,
        Stays::Closing => w.stays_closing,
    }
}
