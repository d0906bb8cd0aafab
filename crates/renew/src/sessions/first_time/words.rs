//! Texts of the two screens, of the page about greeting, and of what stands in the lobby and on
//! Today. What the room says is in `words`.

crate::words! {
    pub(super) struct FirstWords {
        title: "Your first time here", "Tu primera vez aquí";
        step: "{n} of 2", "{n} de 2";
        happen_title: "What will happen", "Qué va a pasar";
        happen_lead: "{group} is a circle of people who have been there. It takes about {n} minutes, and it goes like this:", "{group} es un círculo de personas que han pasado por lo mismo. Dura unos {n} minutos, y va así:";
        about_minutes: "about {n} min", "unos {n} min";
        happen_then: "Whoever leads says what comes next. One person speaks at a time. Nobody asks why you came.", "Quien guía va diciendo lo que toca. Habla una persona a la vez. Nadie pregunta por qué has venido.";
        next: "Next", "Siguiente";
        skip: "Skip this", "Saltar esto";
        knows: "I know this group already", "Ya conozco este grupo";
        always_title: "What you can always do", "Lo que siempre puedes hacer";
        can_pass: "Pass. Nobody asks why, and you can still speak later.", "Pasar. Nadie pregunta por qué, y puedes hablar más tarde.";
        can_camera: "Keep your camera off. A made-up name and a sign are enough.", "Dejar la cámara apagada. Basta con un nombre inventado y un signo.";
        can_leave: "Leave, or step out for a few minutes. Your seat is kept.", "Irte, o salir unos minutos. Tu lugar se guarda.";
        can_listen: "Just listen, the whole time if you like.", "Solo escuchar, todo el tiempo si quieres.";
        can_private: "Tell the people who lead, in private, that you are not OK.", "Decir en privado a quienes guían que no estás bien.";
        called_on: "Nobody will call on you because you are new.", "Nadie te va a pedir que hables por ser tu primera vez.";
        choose_title: "How would you like to come in?", "¿Cómo quieres entrar?";
        listens: "Just listen this time", "Esta vez, solo escuchar";
        listens_hint: "No turn is offered to you. You can take it back in the room whenever you like.", "No se te ofrece turno. En la sala puedes cambiarlo cuando quieras.";
        no_buddy: "No buddy, thank you", "Sin acompañante, gracias";
        no_buddy_hint: "A buddy is a member who says hello to you and answers questions. Otherwise we ask one for you: when they say yes, you see each other's names.", "Tu acompañante es alguien del grupo que te saluda y responde a tus preguntas. Si no marcas esto, se lo pedimos a alguien: cuando diga que sí, cada quien verá el nombre de la otra persona.";
        who_new: "The people who lead see that you are new. Nobody else does, but your buddy.", "Quienes guían ven que es tu primera vez. Nadie más, salvo tu acompañante.";
        take_seat: "Take a seat", "Tomar asiento";
        keep: "Keep this", "Guardar";
        in_room: "You have a seat already. Whether you just listen, you can change in the room.", "Ya tienes tu lugar. Si quieres solo escuchar, puedes cambiarlo en la sala.";
        back: "Back", "Volver";

        // In the lobby.
        look_title: "Your first time in this group?", "¿Tu primera vez en este grupo?";
        look_text: "Two short screens say what will happen and what you can always do.", "Dos pantallas cortas cuentan qué va a pasar y lo que siempre puedes hacer.";
        look: "Show me", "Ver";
        look_again: "See the two screens again", "Ver otra vez las dos pantallas";
        chosen_title: "Your first time here", "Tu primera vez aquí";
        greets_title: "Somebody's first time", "La primera vez de alguien";
        yes: "Yes, gladly", "Sí, con gusto";
        no: "Not this time", "Esta vez no";
        not_after_all: "I can't after all", "Al final no puedo";

        // On Today.
        asked_title: "Would you greet a newcomer?", "¿Darías la bienvenida a alguien?";
        asked_text: "{group}, {when}: somebody comes for the first time. Their buddy says hello and answers questions. If you say yes, you see each other's names.", "{group}, {when}: alguien viene por primera vez. Se trata de saludar y responder preguntas. Si dices que sí, cada quien verá el nombre de la otra persona.";

        // Greeting newcomers, a page of one's own.
        greeting_title: "Greeting newcomers", "Dar la bienvenida";
        greeting_lead: "A first evening is easier with one familiar name. A buddy says hello by name, and answers small questions.", "La primera vez es más fácil con un nombre conocido. Se trata de saludar por el nombre y responder preguntas pequeñas.";
        greeting_not: "You are not a mentor, and you need no advice to give. Saying how your own first time was is plenty.", "No eres mentor ni mentora, y no hace falta dar consejos. Contar cómo fue tu primera vez es más que suficiente.";
        greeting_often: "You are asked by turns, say yes or no each time, and greet at most twice in four weeks. Where you lead, and in groups that you have not been to yet, you are not asked.", "Se pregunta por turnos, cada vez dices sí o no, y das la bienvenida como mucho dos veces en cuatro semanas. Donde guías, y en grupos a los que aún no has ido, no se te pregunta.";
        greeting_willing: "I'd greet a newcomer of my groups", "Daría la bienvenida a quien llegue por primera vez a mis grupos";
        greeting_who: "The people who lead your groups, and the coordinators, see that you are willing", "Quienes guían tus grupos, y quienes coordinan, ven que te ofreces";
        greeting_keep: "Keep", "Guardar";
        greeting_kept: "Kept.", "Guardado.";
        greeting_back: "My space", "Mi espacio";
    }
}
