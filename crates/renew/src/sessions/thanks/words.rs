//! Texts about thanking somebody.

crate::words! {
    pub(super) struct ThanksWords {
        title: "Thank someone", "Dar las gracias";
        lead: "A few words to one person who was in the circle. Only they get them, with your name.", "Unas palabras para una persona que estuvo en el círculo. Solo le llegan a ella, con tu nombre.";
        whom: "Whom would you like to thank?", "¿A quién quieres dar las gracias?";
        whom_missing: "Choose the person whom you would like to thank.", "Elige a quién quieres dar las gracias.";
        thanked: "you thanked them", "ya le diste las gracias";
        again: "If you write to the same person again, the new words take the place of the first.", "Si vuelves a escribir a la misma persona, lo nuevo sustituye a lo anterior.";
        what_for: "What for?", "¿Por qué?";
        only_own: "In my own words only", "Solo con mis palabras";
        for_shared: "For what you shared", "Por lo que compartiste";
        for_listened: "For listening", "Por escuchar";
        for_welcomed: "For making me feel welcome", "Por recibirme bien";
        for_honest: "For being honest", "Por hablar con sinceridad";
        for_idea: "For an idea that I can use", "Por una idea que me sirve";
        for_stayed: "For staying when it was hard", "Por quedarte cuando era difícil";
        text: "In your own words, if you like", "Con tus palabras, si quieres";
        text_hint: "Up to {n} characters. What was said in the circle stays there.", "Hasta {n} caracteres. Lo que se dijo en el círculo se queda allí.";
        text_missing: "Choose what you thank for, or write a few words of your own.", "Elige por qué das las gracias o escribe unas palabras tuyas.";
        text_long: "Make it a little shorter: {n} characters at most.", "Hazlo un poco más corto: {n} caracteres como mucho.";
        send: "Send it", "Enviar";
        who_sees: "Only the person you choose sees it", "Solo lo ve la persona que elijas";
        sent: "It is on its way. Nobody else sees it.", "Ya va en camino. Nadie más lo ve.";
        full: "You have thanked {n} people after this session, which is as many as one can. You can still change what you wrote to them.", "Has dado las gracias a {n} personas después de esta sesión, que es el máximo. Todavía puedes cambiar lo que les escribiste.";
        over_title: "The time for thanks after this session is over", "Ya pasó el momento de dar las gracias por esta sesión";
        over_text: "It is open for a week. You can tell them yourself when you meet again.", "Dura una semana. Puedes decírselo tú cuando se vuelvan a ver.";
        alone_title: "There was nobody else in this session", "En esta sesión no hubo nadie más";
        alone_text: "Next time, perhaps. Thank you for being there.", "Quizá la próxima vez. Gracias por estar.";
        to_afterwards: "What I kept of it", "Lo que guardé";

        // On Today, Afterwards and My space.
        today_title: "Someone in the circle thanked you", "Alguien del círculo te dio las gracias";
        today_open: "Open it", "Abrirlo";
        today_thank: "Thank someone in the circle", "Dar las gracias a alguien del círculo";
        after_title: "Would you like to thank someone?", "¿Quieres dar las gracias a alguien?";
        after_text: "For what they shared, for listening, for being there. Only they see it.", "Por lo que compartió, por escuchar, por estar. Solo lo ve esa persona.";

        // What one got.
        mine_title: "Thanks that I got", "Las gracias que me dieron";
        mine_lead: "What people of your circles thanked you for. You can keep it for a hard day.", "Lo que la gente de tus círculos te agradeció. Puedes guardarlo para un día difícil.";
        mine_who: "Only you can see it, sealed with your own key", "Solo tú lo ves, sellado con tu propia llave";
        mine_empty: "Nothing is here yet", "Todavía no hay nada";
        mine_empty_text: "After a session people can thank one another. What they write to you will wait here.", "Después de una sesión las personas pueden darse las gracias. Lo que te escriban te esperará aquí.";
        from: "{name} thanks you", "{name} te da las gracias";
        from_gone: "Someone who has since left Renew thanks you", "Alguien que ya dejó Renew te da las gracias";
        more: "More", "Más";
        throw_away: "Throw it away", "Tirarlo";
        throw_away_text: "The words are gone for good then. {name} is not told.", "Las palabras se borran para siempre. A {name} no le llega ningún aviso.";
        throw_away_text_gone: "The words are gone for good then.", "Las palabras se borran para siempre.";
        rather_not: "I'd rather not get thanks from {name}", "Prefiero no recibir las gracias de {name}";
        rather_not_text: "From now on nothing of theirs comes here. They are not told. You can change it below.", "Desde ahora no llega nada suyo. No recibe ningún aviso. Puedes cambiarlo más abajo.";
        rather_not_done: "Kept. Nothing of theirs comes here from now on, and they are not told.", "Guardado. Desde ahora no llega nada suyo, y no recibe ningún aviso.";
        thrown: "It is gone.", "Ya no está.";
        declined_title: "From whom I'd rather not get thanks", "De quién prefiero no recibir las gracias";
        let_again: "Let it come again", "Que vuelva a llegar";
        let_again_of: "Let it come again: {name}", "Que vuelva a llegar: {name}";
        not_right: "Did one of them not feel right? You can show it to the host or the facilitator of that session, or to a coordinator. It is yours to show.", "¿Alguna no te sentó bien? Puedes enseñársela a quien acompañaba o facilitaba esa sesión, o a quien coordina. Tú decides.";
        thank_title: "After these sessions you can thank someone", "Puedes dar las gracias por estas sesiones";
        session_line: "{group}, {day}", "{group}, {day}";
        my_space: "My space", "Mi espacio";
    }
}
