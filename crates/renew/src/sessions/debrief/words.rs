//! Texts of looking back: one's own page, what coordinators see, and how one is growing.

crate::words! {
    pub(super) struct DebriefWords {
        title: "Looking back", "Mirar atrás";
        lead: "A few quiet minutes for who led and who hosted. What happened, as the record has it; what it means, you know best.", "Unos minutos de calma para quien guió y quien acogió. Lo que pasó, según el registro; lo que significa, lo sabes tú.";
        only_you: "Only you see this page", "Esta página solo la ves tú";
        kept: "Kept.", "Guardado.";
        shared_now: "Shared with the coordinators.", "Compartido con coordinación.";
        taken_back: "Taken back. Only you see it again.", "Retirado. De nuevo solo lo ves tú.";
        to_growth: "How you're growing", "Cómo vas creciendo";
        to_record: "The record of the session", "El registro de la sesión";
        to_leading: "Leading", "Facilitar";

        // People.
        people_title: "People to reach out to", "Personas a las que acercarse";
        people_text: "A short hello is often enough. You needn't know what to say.", "Muchas veces basta un saludo. No hace falta saber qué decir.";
        people_none: "Nobody stands out tonight. A hello is welcome all the same.", "Hoy nadie destaca. Un saludo siempre viene bien.";
        someone: "Someone who has since left Renew", "Alguien que ya dejó Renew";
        why_private_word: "sent a private word", "envió un mensaje privado";
        why_left_early: "left before the end", "se fue antes del final";
        why_no_turn: "wanted a turn that never came", "quería un turno que no llegó";
        why_stepped_out: "stepped out for a while", "salió un rato";
        why_first_time: "first time here", "primera vez aquí";
        note_follow_up: "Note who gets in touch", "Anotar quién se pone en contacto";
        about: ": {name}", ": {name}";
        group_people: "The people of this group", "Las personas de este grupo";

        // What was agreed.
        agreed_title: "What we agreed, and what happened", "Lo que acordamos y lo que pasó";
        element_stillness: "Being still together", "La calma en común";
        element_agreement: "The agreement, said and agreed to", "El acuerdo, dicho y aceptado";
        element_check_in: "A check-in with everybody", "Una ronda inicial con cada persona";
        element_turns: "A turn for everybody who wanted one", "Un turno para cada persona que lo quería";
        element_activity: "Something done together, to its end", "Algo hecho en común, hasta el final";
        element_closing: "The closing, with plans", "El cierre, con los planes";
        element_reflection: "Time to write", "Tiempo para escribir";
        element_on_time: "Ending on time", "Terminar a la hora";
        how_yes: "happened", "se hizo";
        how_partly: "in part", "en parte";
        how_no: "not this time", "esta vez no";
        how_none_planned: "none was planned", "no había prevista";
        how_not_here: "not in this format", "no está en este formato";
        figure_minutes: "{n} of {of} minutes", "{n} de {of} minutos";
        figure_agreed: "{n} of {of} people agreed", "aceptaron {n} de {of} personas";
        figure_opened: "{n} of {of} people spoke or passed", "hablaron o pasaron {n} de {of} personas";
        figure_offered: "{n} of {of} people who wanted a turn were offered one", "lo tuvieron {n} de {of} personas que lo querían";
        figure_steps: "{n} of {of} steps", "{n} de {of} pasos";
        figure_on_time: "by the time that was said", "a la hora que se dijo";
        figure_minute_over: "a minute after the time that was said", "un minuto después de la hora que se dijo";
        figure_minutes_over: "{n} minutes after the time that was said", "{n} minutos después de la hora que se dijo";
        before: "Before tonight: in {n} of your last {of}", "Antes de hoy: en {n} de tus últimas {of}";
        before_one_yes: "The time before, it happened too", "La vez anterior también se hizo";
        before_one_no: "The time before, it didn't", "La vez anterior no se hizo";
        how_counted: "How this is counted", "Cómo se cuenta esto";
        counted_time: "A part had its time from nine tenths of it on, and “in part” from half. Taps come a little early.", "Una parte tuvo su tiempo a partir de nueve décimas, y «en parte» a partir de la mitad. A veces se pulsa un poco antes.";
        counted_people: "Who was here for less than three minutes isn't counted, nor, in the check-in, who wasn't there at its end or chose to listen.", "No se cuenta a quien estuvo menos de tres minutos ni, en la ronda inicial, a quien no estaba al final o eligió escuchar.";
        counted_end: "Up to two minutes late is on time, up to ten is “in part”.", "Hasta dos minutos tarde es a la hora; hasta diez, «en parte».";
        counted_heard: "Who spoke for less than fifteen seconds wasn't heard.", "No se escuchó a quien habló menos de quince segundos.";

        // The parts.
        parts_title: "The parts and their time", "Las partes y su tiempo";
        part_ran: "{n} of {of} min", "{n} de {of} min";
        part_left_out: "left out, {of} min planned", "no se hizo, {of} min previstos";
        parts_gone: "The format of this session is not here any more.", "El formato de esta sesión ya no está aquí.";
        together: "In the working time: {what}.", "En el tiempo de trabajo: {what}.";

        // Speaking time.
        airtime_title: "Who was heard", "A quién se escuchó";
        spoken: "People spoke in turns, {time} in all.", "Se habló por turnos, {time} en total.";
        spoken_nothing: "Nobody spoke in a turn.", "Nadie habló en un turno.";
        spread_even: "The time was shared out about evenly.", "El tiempo se repartió de forma bastante pareja.";
        spread_some: "Some spoke a good deal longer than others.", "Algunas personas hablaron bastante más que otras.";
        spread_few: "A few people had most of the time.", "Unas pocas personas tuvieron casi todo el tiempo.";
        under_a_minute: "under a minute", "menos de un minuto";
        a_minute: "about a minute", "cerca de un minuto";
        minutes: "about {n} minutes", "unos {n} minutos";
        side_room: "In the room", "En la sala";
        side_online: "Online", "En línea";
        side_one: "one person, {time}", "una persona, {time}";
        side_each: "{n} people, {time} each", "{n} personas, {time} por persona";
        unheard: "Not heard", "Sin escuchar";
        passed: "Passed, as anybody may", "Pasaron, como puede hacer cualquiera";
        listened: "Chose to listen", "Eligieron escuchar";
        all_heard: "Everybody who came to speak was heard.", "Se escuchó a todas las personas que vinieron a hablar.";

        // Own words.
        words_title: "In your own words", "Con tus palabras";
        words_well: "What went well", "Qué fue bien";
        words_otherwise: "What I'd do otherwise", "Qué haría de otra manera";
        words_hint: "A line is plenty.", "Con una línea basta.";
        words_who: "Only you, unless you share them below", "Solo tú, si no lo compartes abajo";
        words_keep: "Keep", "Guardar";
        words_waits: "Not kept yet. It is still here, and is tried again.", "Todavía sin guardar. Sigue aquí y se vuelve a intentar.";
        bad_long: "That is more than {n} characters. Please make it shorter.", "Son más de {n} letras. Hazlo más corto, por favor.";

        // Sharing.
        share_title: "Share it with the coordinators", "Compartirlo con coordinación";
        share_text: "It stays with you unless you choose otherwise. If you share it, this goes along:", "Se queda contigo, si no eliges otra cosa. Si lo compartes, va esto:";
        share_agreed: "what we agreed and what happened", "lo que acordamos y lo que pasó";
        share_parts: "the parts and their minutes", "las partes y sus minutos";
        share_spread: "how speaking time was spread, without names", "cómo se repartió el tiempo de palabra, sin nombres";
        share_never: "Who sent a private word never goes along, and nothing of the evenings before.", "Nunca va quién envió un mensaje privado, ni nada de las sesiones anteriores.";
        share_also: "Also, if you tick it", "También, si lo marcas";
        share_names: "Names", "Nombres";
        share_names_hint: "Who wasn't heard, passed or listened; who left early, stepped out, waited for a turn, or was new.", "A quién no se escuchó, quién pasó o escuchó; quién se fue antes, salió, esperó un turno o venía por primera vez.";
        share_words: "My own words", "Mis palabras";
        share_words_hint: "As they are kept now.", "Tal como están guardadas ahora.";
        share_who: "You and the coordinators", "Tú y coordinación";
        share_do: "Share it", "Compartir";
        share_again: "Share it anew", "Compartir de nuevo";
        share_is: "The coordinators see what you shared on {when}.", "Coordinación ve lo que compartiste el {when}.";
        share_has: "Along with it: {what}.", "Junto con eso: {what}.";
        share_has_nothing: "Without names and without your words.", "Sin nombres y sin tus palabras.";
        share_names_short: "names", "nombres";
        share_words_short: "your words", "tus palabras";
        share_changed: "What you change from now on stays with you.", "Lo que cambies a partir de ahora se queda contigo.";
        share_back: "Take it back", "Retirarlo";

        // Coordinators.
        care_title: "What facilitators shared", "Lo que compartió quien guía";
        care_lead: "Looking back at sessions, by those who led or hosted them. They chose to show you this and can take it back. It is for helping them, not for judging.", "Miradas atrás de quienes guiaron o acogieron. Eligieron mostrártelo y pueden retirarlo. Sirve para ayudar, no para juzgar.";
        care_who: "Who shared it, and the coordinators", "Quien lo compartió y coordinación";
        care_empty_title: "Nobody has shared anything now", "Ahora nadie ha compartido nada";
        care_empty_text: "When somebody who led wants to look at a session with you, it stands here.", "Cuando alguien que guió quiera mirar una sesión contigo, aparecerá aquí.";
        care_one: "Looking back, with {name}", "Mirar atrás con {name}";
        care_led: "{name} led", "{name} guió";
        care_hosted: "{name} hosted", "{name} acogió";
        care_shared: "shared on {when}", "compartido el {when}";
        care_words_title: "In {name}'s words", "Con palabras de {name}";
        care_no_names: "Shared without names.", "Compartido sin nombres.";
        care_all: "All that is shared", "Todo lo compartido";
        a_group: "A group that is gone", "Un grupo que ya no está";
    }
}

crate::words! {
    /// How somebody who leads is growing.
    pub(super) struct GrowthWords {
        title: "How you're growing", "Cómo vas creciendo";
        lead: "From your own looks back, and nobody else's. Nobody else sees this page.", "A partir de tus propias miradas atrás, y de las de nadie más. Esta página no la ve nadie más.";
        way_hint: "What has been holding in your sessions, and one thing to try.", "Lo que se va sosteniendo en tus sesiones, y una cosa que probar.";
        few_title: "It is early days", "Acabas de empezar";
        few_none: "When a session that you led or hosted ends, you can look back at it. After three there is something to see here.", "Cuando termine una sesión que guiaste o acogiste, podrás mirar atrás. Después de tres habrá algo que ver aquí.";
        few_one: "You have looked back at one session. After three there is something to see here. There is no hurry.", "Tienes una sesión a la que mirar atrás. Después de tres habrá algo que ver aquí. No hay prisa.";
        few_two: "You have two sessions to look back at. After one more there is something to see here.", "Tienes dos sesiones a las que mirar atrás. Después de una más habrá algo que ver aquí.";
        held_title: "What has been holding", "Lo que se va sosteniendo";
        held_text: "Over your last {n} sessions. Each line counts those whose format has it.", "En tus últimas {n} sesiones. Cada línea cuenta las que lo tienen en su formato.";
        held_always: "{what}: every time.", "{what}: todas las veces.";
        held_mostly: "{what}: in {n} of {of}.", "{what}: en {n} de {of}.";
        held_soon: "It takes a while until a habit holds. You keep coming back to it, and that is what counts.", "Una costumbre tarda en sostenerse. Vuelves a intentarlo, y eso es lo que cuenta.";
        numbers: "See the numbers", "Ver los números";
        column_what: "What we agree", "Lo que acordamos";
        column_yes: "Happened", "Se hizo";
        column_partly: "In part", "En parte";
        column_no: "Not", "No";
        try_title: "One thing to try", "Una cosa que probar";
        try_rule: "Chosen by a plain rule: what was missing most often in your last {n} sessions, of what you can do something about.", "Elegida con una regla sencilla: lo que más faltó en tus últimas {n} sesiones, de lo que está en tu mano.";
        try_closing: "Know the minute at which the closing has to begin, and five minutes before say out loud: “Soon we close.”", "Ten claro en qué minuto tiene que empezar el cierre, y cinco minutos antes dilo en voz alta: «Pronto cerramos».";
        try_agreement: "Read the agreement aloud, slowly. Then count to ten before you go on, so that everybody can agree.", "Lee el acuerdo en voz alta, despacio. Luego cuenta hasta diez antes de seguir, para que todo el mundo pueda aceptarlo.";
        try_turns: "Before you leave a part, look once at who has not been heard, and ask the circle: “Does anybody still want a turn?”", "Antes de dejar una parte, mira una vez a quién no se ha escuchado y pregunta al círculo: «¿Alguien quiere todavía un turno?».";
        try_stillness: "Let the ring run to its end before you speak. If it feels long, breathe along with it.", "Deja que el anillo llegue a su fin antes de hablar. Si se hace largo, respira con él.";
        try_reflection: "Say: “Now we write, and nobody speaks.” Then write something of your own until the time is over.", "Di: «Ahora escribimos, y nadie habla». Luego escribe algo tuyo hasta que acabe el tiempo.";
        try_check_in: "Open the check-in with a short one of your own. Half a minute shows the others how short it may be.", "Abre la ronda inicial con una tuya muy breve. Medio minuto enseña a los demás lo corta que puede ser.";
        try_on_time: "When you are offered to take minutes from a part, say yes once, early. It is easier than at the end.", "Cuando se te ofrezca quitar minutos de una parte, di que sí una vez, pronto. Es más fácil que al final.";
        try_activity: "Choose what to do together before the session, and begin it as soon as the working time does.", "Elige antes de la sesión qué hará el círculo en común, y empiézalo en cuanto llegue el tiempo de trabajo.";
        try_pass_on: "What you agreed has been happening. Next time, ask somebody else to hold one part of it: the breathing, or the time.", "Lo acordado se va cumpliendo. La próxima vez, pide a otra persona que sostenga una parte: la respiración, o el tiempo.";
        try_pass_on_rule: "Nothing was missing more than once in your last {n} sessions, so this is about passing it on.", "Nada faltó más de una vez en tus últimas {n} sesiones, así que esto va de pasarlo a otras manos.";
        why: "Why we do this", "Por qué hacemos esto";
        formats: "Look at the formats", "Mirar los formatos";
        sessions_title: "Your looks back", "Tus miradas atrás";
        session: "{group}, {day}", "{group}, {day}";
    }
}
