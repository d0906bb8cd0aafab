//! After the end: who stays to talk, until when, and where they hear each other. It stands in the
//! panel, so that the page with scripts and the one without show the same.

use maud::{Markup, html};

use super::activity::Ground;
use crate::sessions::picture::Picture;
use crate::sessions::when;
use crate::site::components::{icon, seat_sign, who};
use crate::site::lang::{Lang, fill};
use circle::view::State;

crate::words! {
    pub(super) struct LoungeWords {
        afterwards: "What I kept tonight", "Lo que guardé hoy";
        title: "The lounge is open until {time}", "El rato de después dura hasta las {time}";
        text: "Stay and talk, or go; both are fine. There are no turns here, and nobody leads.", "Quédate a hablar o vete; las dos cosas están bien. Aquí no hay turnos y nadie guía.";
        left_quarter: "About a quarter of an hour left.", "Queda más o menos un cuarto de hora.";
        left_ten: "About ten minutes left.", "Quedan unos diez minutos.";
        left_five: "About five minutes left. A good moment for a last word.", "Quedan unos cinco minutos. Buen momento para una última palabra.";
        left_few: "It closes in a minute or two. Thank you for staying.", "Se cierra en un minuto o dos. Gracias por quedarte.";
        voices_call: "You hear each other where the circle met: ", "Las voces siguen donde se reunió el círculo: ";
        voices_link: "the group's call", "la llamada del grupo";
        voices_room: "Those in the room just stay where they are.", "Quienes están en la sala se quedan donde están.";
        voices_same: "You hear each other the same way as during the session.", "La gente se oye igual que durante la sesión.";
        here: "Here now", "Ahora están";
        here_none: "Nobody has come in yet. You can be the first.", "Todavía no ha entrado nadie. Puedes abrir tú el camino.";
        come_in: "Come in", "Entrar";
        you_are_in: "You're in. Go whenever you like.", "Estás dentro. Vete cuando quieras.";
        go: "Leave the lounge", "Salir";
        for_agreed: "It is for those who accepted the circle's agreement.", "Es para quienes aceptaron el acuerdo del círculo.";
        closed_title: "The lounge is closed", "El rato de después ha terminado";
        closed_text: "Get home well. If the night turns hard, Help now is above.", "Que llegues bien a casa. Si la noche se pone difícil, Ayuda ya está arriba.";
    }
}

/// From so many minutes before its end on, the panel says another thing of the time.
const TURNS_MINUTES: [i64; 3] = [12, 7, 3];

/// When what is said of the time changes, the first one on top.
pub(in crate::sessions) fn turns(ends_ms: i64, pace: u32) -> impl Iterator<Item = i64> {
    let minute_ms = 60_000 / i64::from(pace.max(1));
    TURNS_MINUTES
        .into_iter()
        .map(move |minutes| ends_ms - minutes * minute_ms)
}

/// The lounge as this person sees it, and when it is closed, that it is.
pub(super) fn panel(ground: Ground<'_>) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let w = LoungeWords::of(lang);
    let view = &picture.view;
    let begun = view.session.started_at.is_some() && !view.waiting;
    if view.session.state != State::Ended || !begun {
        return html! {};
    }
    html! {
        div class="stack" {
            p {
                a class="btn" id="to-afterwards"
                    href={ "/sessions/" (picture.session.id) "/afterwards" } {
                    (icon("notebook")) (w.afterwards)
                }
            }
            section class="card stack" aria-labelledby="lounge-title" {
                @match &view.lounge {
                    Some(lounge) => (open(ground, lounge)),
                    None => {
                        h2 class="h3" id="lounge-title" tabindex="-1" { (w.closed_title) }
                        p { (w.closed_text) }
                    }
                }
            }
        }
    }
}

fn open(ground: Ground<'_>, lounge: &circle::view::LoungeView) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let w = LoungeWords::of(lang);
    let view = &picture.view;
    let until = when::time(lang, &when::civil(lounge.ends_at, &picture.group.zone));
    let is_in = lounge.people.contains(&view.me);
    let mut seats = view.seats.iter();
    let agreed = seats.any(|seat| seat.who == view.me && seat.agreed);
    html! {
        h2 class="h3" id="lounge-title" tabindex="-1" { (fill(w.title, &[("time", &until)])) }
        p { (w.text) }
        p class="sm soft" { (left(w, picture, lounge.ends_at)) }
        (voices(w, picture))
        (people(lang, picture, lounge))
        @if is_in {
            div class="stack-s" {
                p { (w.you_are_in) }
                div { (tap(ground, "leave_lounge", "btn btn-quiet", w.go)) }
            }
        } @else if agreed {
            div { (tap(ground, "enter_lounge", "btn btn-soft", w.come_in)) }
        } @else {
            (who("lock-simple", w.for_agreed))
        }
    }
}

/// One form with one id in both states, so that the focus stays on it.
fn tap(ground: Ground<'_>, act: &str, class: &str, text: &str) -> Markup {
    ground.form(
        "lounge-tap",
        &[("do", act.to_owned())],
        &html! { button class=(class) type="submit" { (text) } },
    )
}

fn left(w: &LoungeWords, picture: &Picture, ends_ms: i64) -> &'static str {
    let passed = turns(ends_ms, picture.session.pace).filter(|at| *at <= picture.now_ms);
    match passed.count() {
        0 => w.left_quarter,
        1 => w.left_ten,
        2 => w.left_five,
        _ => w.left_few,
    }
}

/// Where people hear each other: nothing is carried here that wasn't before.
fn voices(w: &LoungeWords, picture: &Picture) -> Markup {
    let in_room = picture.view.seats.iter().any(|seat| seat.in_room);
    let call = picture.group.call_url.as_deref();
    html! {
        p class="sm" {
            @if let Some(call) = call {
                (w.voices_call)
                a href=(call) target="_blank" rel="noopener noreferrer" { (w.voices_link) } ". "
            }
            @if in_room { (w.voices_room) }
            @if call.is_none() && !in_room { (w.voices_same) }
        }
    }
}

fn people(lang: Lang, picture: &Picture, lounge: &circle::view::LoungeView) -> Markup {
    let w = LoungeWords::of(lang);
    let faces = lounge.people.iter().filter_map(|who| picture.face(who.0));
    html! {
        @if lounge.people.is_empty() {
            p class="soft" { (w.here_none) }
        } @else {
            h3 class="sm soft" { (w.here) }
            ul class="order plain" {
                @for face in faces { li { (seat_sign(face.sign)) span { (face.name) } } }
            }
        }
    }
}
