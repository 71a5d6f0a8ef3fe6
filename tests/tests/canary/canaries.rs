//! The people whose data is looked for. Nobody bears these names; births before 1912 and made-up cards.

/// One synthetic customer, with values that occur nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canary {
    /// The partner's number of the case.
    pub(crate) reference: &'static str,
    /// Name.
    pub(crate) name: &'static str,
    /// How many characters of a Chinese name are the surname, which masks show; 0 for other names.
    pub(crate) surname: usize,
    /// Resident identity number.
    pub(crate) document: &'static str,
    /// Card number.
    pub(crate) card: &'static str,
    /// Mobile number; its last four digits tell the sandbox what to answer.
    pub(crate) phone: &'static str,
    /// E-mail address.
    pub(crate) email: &'static str,
}

/// The sandbox says that all four elements agree.
pub(crate) const AGREEING: Canary = Canary {
    reference: "C-1",
    name: "淳于翀璟",
    surname: 2,
    document: "110101190503177316",
    card: "6225881047392658",
    phone: "13974062583",
    email: "heron.quartz81@example.com",
};

/// The sandbox says that they do not.
pub(crate) const DISAGREEING: Canary = Canary {
    reference: "C-2",
    name: "Zbigniewa Quetzalmayr",
    surname: 0,
    document: "310104190711224187",
    card: "6214837592064186",
    phone: "15820649001",
    email: "umbrage_lantern@example.com",
};

/// The sandbox fails: HTTP 503.
pub(crate) const FAILING: Canary = Canary {
    reference: "C-3",
    name: "阿依古丽·麦麦提",
    surname: 0,
    document: "44030519040806253X",
    card: "6222023109857467",
    phone: "18607359104",
    email: "kelp.vestibule@example.com",
};

/// The sandbox takes its time, so that the program can be killed meanwhile.
pub(crate) const SLOW: Canary = Canary {
    reference: "C-4",
    name: "闾丘骉犇",
    surname: 2,
    document: "530721191102199064",
    card: "6228486205739182",
    phone: "17736289109",
    email: "ninefold-marrow@example.com",
};

/// Plainly wrong: no mainland mobile begins with 129. It is told of in the error report only. The name has a
/// character outside the Basic Multilingual Plane.
pub(crate) const REFUSED: Canary = Canary {
    reference: "C-5",
    name: "欧阳𠮷犇",
    surname: 2,
    document: "610802190612305375",
    card: "6217009153847204",
    phone: "12948375610",
    email: "ostler.gimbal@example.com",
};

/// Everybody.
pub(crate) const CANARIES: [Canary; 5] = [AGREEING, DISAGREEING, FAILING, SLOW, REFUSED];

/// Those who become cases.
pub(crate) const STORED: [Canary; 4] = [AGREEING, DISAGREEING, FAILING, SLOW];

/// Whose case is erased before its time, at the end of the walk.
pub(crate) const ERASED: Canary = FAILING;

/// What of a person is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Datum {
    Name,
    Document,
    Card,
    Phone,
    Email,
}

impl Datum {
    pub(crate) const ALL: [Self; 5] = [
        Self::Name,
        Self::Document,
        Self::Card,
        Self::Phone,
        Self::Email,
    ];
}

impl Canary {
    pub(crate) fn value(&self, datum: Datum) -> &'static str {
        match datum {
            Datum::Name => self.name,
            Datum::Document => self.document,
            Datum::Card => self.card,
            Datum::Phone => self.phone,
            Datum::Email => self.email,
        }
    }
}
