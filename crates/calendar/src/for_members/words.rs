//! The words by which a way in or a contact is known, English and Spanish.

/// The longest word that means anything here, in letters; what is longer is any word.
pub(super) const LETTERS_MAX: usize = 16;

/// What a word may be the beginning of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nobody writes it but about a passcode.
    Strong,
    /// It means the way in when something that can be one follows.
    Weak(Weak),
    /// Where people meet from afar.
    Online,
    /// Says which code is meant.
    Which,
    /// Stands between a word and what it names.
    Between,
    /// Says what something is.
    Is,
    /// Begins the rest of a sentence: what follows is no code.
    Rest,
    /// Makes a code one of another kind.
    OtherCode,
    Phone,
    Pay,
    /// The first half of a name of two words.
    Cash,
    App,
    Social,
    At,
    Arroba,
    Dot,
    MailHost,
    Ending,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weak {
    Id,
    Pass,
    Pin,
    Code,
    Clave,
}

/// What a word means, folded: small letters without accents.
pub(super) fn class(folded: &[u8]) -> Class {
    match folded {
        b"pwd" | b"pw" | b"psw" | b"pswd" | b"passwd" | b"password" | b"passwords"
        | b"passcode" | b"passcodes" | b"passphrase" | b"contrasena" | b"contrasenas"
        | b"passwort" | b"pmi" => Class::Strong,
        b"id" | b"ids" => Class::Weak(Weak::Id),
        b"pass" => Class::Weak(Weak::Pass),
        b"pin" => Class::Weak(Weak::Pin),
        b"code" | b"codes" | b"codigo" | b"codigos" => Class::Weak(Weak::Code),
        b"clave" | b"claves" => Class::Weak(Weak::Clave),
        b"zoom" | b"skype" | b"webex" | b"online" | b"virtual" | b"jitsi" | b"gotomeeting"
        | b"teams" | b"hangouts" | b"facetime" | b"enlace" | b"videollamada" => Class::Online,
        b"join" | b"access" | b"entry" | b"meeting" | b"room" | b"invite" | b"invitation"
        | b"security" | b"login" | b"door" | b"gate" | b"acceso" | b"reunion" | b"entrada"
        | b"ingreso" | b"sala" | b"puerta" => Class::Which,
        b"de" | b"del" | b"la" | b"el" | b"los" | b"number" | b"num" | b"no" | b"nr"
        | b"numero" | b"for" | b"para" | b"our" | b"the" => Class::Between,
        b"is" | b"are" | b"es" | b"son" => Class::Is,
        b"at" => Class::At,
        b"on" | b"from" | b"by" | b"available" | b"upon" | b"in" | b"to" | b"and" | b"or"
        | b"will" | b"required" | b"via" | b"se" | b"por" | b"en" | b"con" | b"y" | b"a"
        | b"card" | b"cards" | b"not" | b"if" | b"si" | b"postal" => Class::Rest,
        b"zip" | b"area" | b"dress" | b"palabra" | b"palabras" => Class::OtherCode,
        b"tel" | b"telf" | b"telephone" | b"telefono" | b"phone" | b"ph" | b"call" | b"calls"
        | b"cell" | b"text" | b"txt" | b"sms" | b"mobile" | b"movil" | b"celular" | b"cel"
        | b"whatsapp" | b"wasap" | b"fax" | b"contact" | b"contacto" | b"contacta" | b"llama"
        | b"llame" | b"llamar" | b"llamanos" | b"marca" | b"dial" | b"email" | b"mail"
        | b"emails" | b"correo" | b"escribe" | b"escriba" | b"touch" => Class::Phone,
        b"venmo" | b"zelle" | b"paypal" | b"cashapp" | b"bizum" | b"revolut" => Class::Pay,
        b"cash" => Class::Cash,
        b"app" => Class::App,
        b"instagram" | b"telegram" | b"signal" | b"snapchat" | b"twitter" | b"discord" => {
            Class::Social
        }
        b"arroba" => Class::Arroba,
        b"dot" | b"punto" => Class::Dot,
        b"gmail" | b"yahoo" | b"hotmail" | b"outlook" | b"icloud" | b"aol" | b"proton"
        | b"protonmail" => Class::MailHost,
        b"com" | b"org" | b"net" | b"edu" => Class::Ending,
        _ => Class::Any,
    }
}

/// A word, folded, and how far it reaches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    letters: [u8; LETTERS_MAX],
    /// One more than the most for any longer word.
    count: usize,
    pub(super) end: usize,
    pub(super) has_digit: bool,
    pub(super) has_letter: bool,
    /// How many letters stand before the first digit.
    before_digits: usize,
    has_letter_after_digit: bool,
    digits: usize,
}

impl Word {
    /// The word that begins at a place of a text. Marks that nobody sees and accents of their own
    /// are a part of it, so that they can't hide one.
    pub(super) fn at(text: &str, at: usize) -> Self {
        let mut word = Self {
            letters: [0; LETTERS_MAX],
            count: 0,
            end: at,
            has_digit: false,
            has_letter: false,
            before_digits: 0,
            has_letter_after_digit: false,
            digits: 0,
        };
        let rest = text.get(at..).unwrap_or_default();
        for letter in rest.chars() {
            if !letter.is_alphanumeric() {
                if !is_unseen(letter) {
                    break;
                }
                word.end += letter.len_utf8();
                continue;
            }
            word.end += letter.len_utf8();
            if letter.is_ascii_digit() {
                word.has_digit = true;
                word.digits += 1;
            } else {
                word.has_letter = true;
                word.has_letter_after_digit |= word.has_digit;
                word.before_digits += usize::from(!word.has_digit);
            }
            if let Some(place) = word.letters.get_mut(word.count) {
                *place = folded(letter);
            }
            word.count = (word.count + 1).min(LETTERS_MAX + 1);
        }
        word
    }

    pub(super) fn class(&self) -> Class {
        let letters = self.letters.get(..self.count);
        letters.map_or(Class::Any, class)
    }

    /// What the letters before a word's digits mean: `pw4711`. Two digits may be a year's.
    pub(super) fn class_before_digits(&self) -> Class {
        const DIGITS_MIN: usize = 3;
        if self.digits < DIGITS_MIN || self.has_letter_after_digit {
            return Class::Any;
        }
        let letters = self.letters.get(..self.before_digits);
        letters.map_or(Class::Any, class)
    }

    pub(super) fn is_la(&self) -> bool {
        self.letters.get(..self.count) == Some(b"la")
    }
}

/// Marks between letters that show nothing, and accents that stand alone.
pub(super) fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

fn folded(letter: char) -> u8 {
    match letter {
        'á' | 'à' | 'ä' | 'â' | 'Á' | 'À' | 'Ä' | 'Â' => b'a',
        'é' | 'è' | 'ë' | 'ê' | 'É' | 'È' | 'Ë' | 'Ê' => b'e',
        'í' | 'ì' | 'ï' | 'î' | 'Í' | 'Ì' | 'Ï' | 'Î' => b'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'Ó' | 'Ò' | 'Ö' | 'Ô' => b'o',
        'ú' | 'ù' | 'ü' | 'û' | 'Ú' | 'Ù' | 'Ü' | 'Û' => b'u',
        'ñ' | 'Ñ' => b'n',
        _ if letter.is_ascii() => u8::try_from(letter).unwrap_or(b'?').to_ascii_lowercase(),
        // Letters of other scripts make none of the words.
        _ => b'?',
    }
}
