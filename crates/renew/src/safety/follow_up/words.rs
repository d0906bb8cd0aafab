//! Texts of what follows a private word.

crate::words! {
    /// The note, the pages of who follows up, and what the person sees.
    pub(super) struct FollowUpWords {
        new_title: "What follows", "Qué sigue";
        new_lead: "Only facts: what was offered tonight, and who gets in touch by when. What was said is not written down.", "Solo hechos: qué se ofreció hoy, y quién se pone en contacto y cuándo. Lo que se dijo no se escribe.";
        who_sees: "You, who follows up, and the person: they read all of it in their space", "Tú, quien hace el seguimiento y la persona: lo lee todo en su espacio";
        about: "Whom is it about?", "¿De quién se trata?";
        about_empty: "Nobody else has come to this session yet.", "Nadie más ha venido todavía a esta sesión.";
        offered: "What was offered tonight", "Qué se ofreció hoy";
        offered_hint: "Tick what happened. Leave it empty if it is still to come.", "Marca lo que pasó. Déjalo vacío si está por llegar.";
        offer_stayed: "Stayed to talk", "Alguien se quedó a hablar";
        offer_line: "Crisis line given", "Se dio una línea de ayuda";
        offer_on_call: "On-call person told", "Se avisó a la guardia";
        offer_nothing: "Nothing needed", "No hace falta nada";
        keeper: "Who gets in touch", "Quién se pone en contacto";
        keeper_hint: "Somebody else is asked first. Until they say yes, it is yours.", "A otra persona se le pregunta antes. Hasta que diga que sí, te toca a ti.";
        keeper_me: "I do", "Yo";
        by_when: "By when", "Para cuándo";
        by_when_hint: "In the group's time, {place}. At most {days} days ahead.", "En la hora del grupo, {place}. Como mucho, de aquí a {days} días.";
        date: "Day", "Día";
        time: "Time", "Hora";
        keep: "Keep this note", "Guardar esta nota";
        kept: "Kept.", "Guardado.";
        kept_where: "It is kept until {days} days after it is done, and then erased: after that, a note about a hard evening serves nobody.", "Se guarda hasta {days} días después de quedar hecho y luego se borra: pasado ese tiempo, una nota sobre una mala noche no le sirve a nadie.";
        bad_who: "Choose whom it is about", "Elige de quién se trata";
        bad_known: "{name} has noted something about this person tonight. Talk with them.", "{name} ya anotó algo hoy sobre esta persona. Háblalo con {name}.";
        bad_known_nobody: "There is a note about this person from tonight already", "Ya hay una nota de hoy sobre esta persona";
        bad_nothing: "“Nothing needed” stands alone. Untick it, or the others.", "«No hace falta nada» va solo. Quita esa marca o las otras.";
        bad_keeper: "Choose who gets in touch", "Elige quién se pone en contacto";
        bad_date: "Choose a day", "Elige un día";
        bad_time: "Choose a time, like 18:00", "Elige una hora, como 18:00";
        bad_past: "That time has passed. Choose one to come.", "Esa hora ya pasó. Elige una que esté por llegar.";
        bad_far: "Choose a day within the next {days} days", "Elige un día dentro de los próximos {days} días";

        title: "To follow up", "Por seguir";
        lead: "People you said you'd get in touch with.", "Personas con las que dijiste que hablarías.";
        who_sees_list: "Only you see this page", "Esta página solo la ves tú";
        empty_title: "All is followed up", "Todo está al día";
        empty_text: "After a private word, you can note here who gets in touch, and by when.", "Tras un mensaje privado, aquí puedes anotar quién se pone en contacto y cuándo.";
        asked_title: "You are asked", "Te lo piden";
        asked_by: "{name} asks whether you can get in touch with {person}, by {when}.", "{name} te pregunta si puedes hablar con {person} para el {when}.";
        asked_by_nobody: "You are asked whether you can get in touch with {person}, by {when}.", "Te preguntan si puedes hablar con {person} para el {when}.";
        asked_yes: "Yes, I'll do it", "Sí, me encargo";
        asked_no: "Not this time", "Esta vez no";
        open_title: "To get in touch", "Por hablar";
        others_title: "With others, or done", "A cargo de otra persona, o hecho";
        due: "By {when}", "Para el {when}";
        past: "Its time was {when}. Not yet, and that's OK: do it now, choose another time, or hand it over.", "Era para el {when}. Todavía no, y está bien: hazlo ahora, elige otra hora o pásalo a alguien.";
        past_short: "Its time was {when}", "Era para el {when}";
        done: "Done on {when}", "Hecho el {when}";
        keeper_is: "{name} gets in touch", "{name} se pone en contacto";
        keeper_is_me: "You get in touch", "Tú te pones en contacto";
        keeper_nobody: "Nobody has this now", "Ahora no lo lleva nadie";
        asked_waits: "{name} is asked to take it over", "Se le ha pedido a {name} que lo lleve";
        of_group: "{group}, {when}", "{group}, {when}";
        a_group: "A group that is gone", "Un grupo que ya no está";
        offered_was: "Offered: {what}", "Se ofreció: {what}";
        offered_none: "Nothing noted as offered", "No se anotó nada ofrecido";
        disputed_tag: "Something isn't right", "Hay algo que no es así";
        disputed: "{person} says that something in this note isn't right. Look at it together. Then change it or take it away.", "{person} dice que algo en esta nota no es así. Háblalo con esa persona. Después, cámbiala o quítala.";
        look: "Look at it", "Verlo";

        mark_done: "It is done", "Ya está hecho";
        mark_open: "Not done after all", "Todavía no está hecho";
        change_title: "Change the facts", "Cambiar los hechos";
        hand_over_title: "Hand it over", "Pasarlo a alguien";
        hand_over_text: "They see whom it is about and by when, and say yes or no. Until then it is yours.", "Verá de quién se trata y para cuándo, y dirá que sí o que no. Hasta entonces te toca a ti.";
        hand_over_to: "To whom", "A quién";
        hand_over_ask: "Ask them", "Preguntar";
        hand_over_nobody: "Nobody else leads this group or coordinates.", "Nadie más guía este grupo ni coordina.";
        withdraw: "Don't ask after all", "No preguntar, al final";
        remove_title: "Take the note away", "Quitar la nota";
        remove_text: "It goes for good, also for {person}.", "Se borra para siempre, también para {person}.";
        remove_yes: "Take it away", "Quitarla";
        take: "I'll take this", "Me encargo";

        mine_title: "What was noted about me", "Lo que se anotó sobre mí";
        mine_lead: "After a private word, who leads can note that somebody will get in touch with you. What you said is never written down.", "Tras un mensaje privado, quien guía puede anotar que alguien hablará contigo. Lo que dijiste no se escribe nunca.";
        mine_who: "You, who noted it, and who gets in touch", "Tú, quien lo anotó y quien se pone en contacto";
        mine_empty_title: "No note about you", "No hay notas sobre ti";
        mine_empty_text: "If there is one some day, you can read all of it here.", "Si algún día hay una, la podrás leer entera aquí.";
        mine_by: "Noted by {name}", "La anotó {name}";
        mine_by_gone: "Who noted it has left", "Quien la anotó ya no está";
        mine_keeper: "{name} gets in touch with you", "{name} hablará contigo";
        mine_keeper_nobody: "A coordinator looks for somebody who gets in touch with you", "Coordinación busca a alguien que hable contigo";
        mine_done: "{name} marked it as done on {when}", "{name} lo dio por hecho el {when}";
        mine_done_nobody: "Marked as done on {when}", "Se dio por hecho el {when}";
        mine_past: "Its time was {when}. If nobody has got in touch, you can ask them, or call someone from Help now.", "Era para el {when}. Si nadie ha hablado contigo, puedes preguntar, o llamar a alguien desde Ayuda ya.";
        not_right: "This isn't right", "Esto no es así";
        not_right_said: "You said that this isn't right. {name} sees that.", "Dijiste que esto no es así. {name} lo ve.";
        not_right_said_nobody: "You said that this isn't right. Coordinators see that.", "Dijiste que esto no es así. Coordinación lo ve.";
        undo: "Undo", "Deshacer";

        part_due: "{n} to come", "{n} por llegar";
        part_past: "{n} whose time has passed", "{n} cuya hora ya pasó";
        part_asked: "{n} you are asked to take", "{n} que te piden llevar";
        part_disputed: "{n} where something isn't right", "{n} donde algo no es así";
        part_none: "Nothing waits for you.", "No hay nada esperándote.";

        open_ones: "Follow-ups that are open", "Seguimientos abiertos";
        open_ones_text: "Who gets in touch, and by when. Whom it is about and what was offered stays with those who hold it.", "Quién se pone en contacto y para cuándo. De quién se trata y qué se ofreció se queda entre quienes lo llevan.";
        open_ones_none: "None is open.", "No hay ninguno abierto.";
    }
}
