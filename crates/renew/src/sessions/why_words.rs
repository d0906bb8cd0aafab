//! Why something was not done, as a sentence for the person who tapped.

use circle::command::Refusal;

use super::step::Why;
use crate::site::lang::Lang;

crate::words! {
    struct WhyWords {
        not_seated: "Take a seat first, then this works.", "Primero toma asiento; después funcionará.";
        not_agreed: "First read and accept the circle's agreement.", "Primero lee y acepta el acuerdo del círculo.";
        they_not_agreed: "They haven't accepted the agreement yet.", "Esa persona aún no ha aceptado el acuerdo.";
        not_leading: "Only the facilitator or the host can do that.", "Eso solo lo puede hacer quien facilita o acoge.";
        not_facilitating: "Only a facilitator can do that.", "Eso solo lo puede hacer quien facilita.";
        not_your_turn: "It's somebody else's turn just now.", "Ahora es el turno de otra persona.";
        over: "That has already passed.", "Eso ya pasó.";
        not_now: "That isn't possible in this part of the session.", "Eso no se puede en esta parte de la sesión.";
        full: "All seats are taken.", "Todos los lugares están ocupados.";
        locked: "The door is closed for this session.", "La puerta está cerrada en esta sesión.";
        removed: "The facilitator asked you to leave this session. You can come to the next one.", "Quien facilita te pidió que salieras de esta sesión. Puedes venir a la próxima.";
        no_such_person: "That person isn't in the circle any more.", "Esa persona ya no está en el círculo.";
        required: "Every session keeps this part. You can make it shorter.", "Todas las sesiones conservan esta parte. Puedes acortarla.";
        ended: "The session has ended.", "La sesión ha terminado.";
        somebody_leads: "Somebody is leading already.", "Ya hay alguien facilitando.";
        too_many: "That's more than one session can hold.", "Es más de lo que cabe en una sesión.";
        taken: "Somebody was a moment quicker. There may be another place.", "Alguien llegó un momento antes. Quizá haya otro sitio.";
        not_yours: "That is for the person whose it is.", "Eso solo puede hacerlo la persona a quien pertenece.";
        in_a_room: "You are in a side room. Go back to the circle first.", "Estás en una sala aparte. Vuelve antes al círculo.";
        empty: "There's nothing written yet.", "Todavía no hay nada escrito.";
        not_your_plan: "That plan isn't the one from last time.", "Ese plan no es el de la última vez.";
        not_sealed: "That couldn't be kept. Your words are still here.", "No se ha podido guardar. Tus palabras siguen aquí.";
        busy: "That didn't arrive. Try once more.", "No ha llegado. Prueba otra vez.";
    }
}

/// The sentence in `lang`.
#[must_use]
pub(super) fn sentence(lang: Lang, why: Why) -> &'static str {
    let w = WhyWords::of(lang);
    let refusal = match why {
        Why::Circle(refusal) => refusal,
        Why::Empty => return w.empty,
        Why::NotYourPlan => return w.not_your_plan,
        Why::NotSealed => return w.not_sealed,
        Why::Busy => return w.busy,
    };
    match refusal {
        Refusal::NotSeated => w.not_seated,
        Refusal::NotAgreed => w.not_agreed,
        Refusal::TheyNotAgreed => w.they_not_agreed,
        Refusal::NotLeading => w.not_leading,
        Refusal::NotFacilitating => w.not_facilitating,
        Refusal::NotYourTurn => w.not_your_turn,
        Refusal::Over => w.over,
        Refusal::NotNow => w.not_now,
        Refusal::Full => w.full,
        Refusal::Locked => w.locked,
        Refusal::Removed => w.removed,
        Refusal::NoSuchPerson => w.no_such_person,
        Refusal::Required => w.required,
        Refusal::Ended => w.ended,
        Refusal::SomebodyLeads => w.somebody_leads,
        Refusal::TooMany => w.too_many,
        Refusal::Taken => w.taken,
        Refusal::NotYours => w.not_yours,
        Refusal::InARoom => w.in_a_room,
    }
}
