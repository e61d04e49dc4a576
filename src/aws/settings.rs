//! Settings of the applications that EMR runs, in groups that are called classifications.
//! <https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html>

use crate::truth::{Needs, Truth};
use crate::world::{List, Node, Place, State};

/// What the parts of a group are called; of several names, each may be the one.
struct Words {
    classification: &'static [(&'static str, &'static str)],
    properties: &'static [(&'static str, &'static str)],
    /// The groups within. Terraform's blocks have none.
    inner: &'static [(&'static str, &'static str)],
}

/// The API has `Properties`, which CloudFormation calls so for EMR Serverless alone.
const OWN: Words = Words {
    classification: &[("Classification", "classification")],
    properties: &[("ConfigurationProperties", "properties"), ("Properties", "")],
    inner: &[("Configurations", "")],
};

/// JSON, of which the provider takes the API's words in any case.
const DOCUMENT: Words = Words {
    classification: &[("Classification", "Classification"), ("classification", "classification")],
    properties: &[("Properties", "Properties"), ("properties", "properties")],
    inner: &[("Configurations", "Configurations"), ("configurations", "configurations")],
};

/// What one application needs to encrypt what it sends: classification, property, value.
pub type Setting = (&'static str, &'static str, &'static str);

/// Spark encrypts only what it authenticates, by AES or, on older releases, by SASL.
/// (`spark.io.encryption.enabled` is about local disks and does not count.)
/// <https://spark.apache.org/docs/latest/security.html>
pub const SPARK: Setting = ("spark-defaults", "spark.authenticate", "true");
pub const SPARK_ENCRYPTS: [Setting; 2] = [
    ("spark-defaults", "spark.network.crypto.enabled", "true"),
    ("spark-defaults", "spark.authenticate.enableSaslEncryption", "true"),
];

/// How deep groups may nest.
const MAX_DEPTH: usize = 8;

/// All groups of a list, those within others included.
pub struct Settings<'w> {
    groups: Vec<Group<'w>>,
    /// What would have to be known to say that these are all.
    needs: Option<Needs>,
}

struct Group<'w> {
    it: Node<'w>,
    classification: State<&'w str>,
    properties: State<Node<'w>>,
}

impl<'w> Settings<'w> {
    pub fn read(list: &List<'w>) -> Self {
        Self { groups: Vec::new(), needs: None }.and(list)
    }

    /// With those of another list.
    pub fn and(mut self, list: &List<'w>) -> Self {
        self.add(list, 0);
        self
    }

    /// Those of a list that may be there.
    pub fn unknown(needs: Needs) -> Self {
        Self { groups: Vec::new(), needs: Some(needs) }
    }

    fn add(&mut self, list: &List<'w>, depth: usize) {
        let items = list.read();
        if let Some(needs) = items.needs {
            self.needs.get_or_insert_default().extend(needs);
        }
        if depth > MAX_DEPTH {
            if !items.nodes.is_empty() {
                self.needs.get_or_insert_default().insert("settings that nest deeper".to_owned());
            }
            return;
        }
        for it in items.nodes {
            // A file, or an address.
            if let Some(place) = it.as_text().filter(|_| it.entries().is_empty()) {
                if !place.is_empty() {
                    let needs = self.needs.get_or_insert_default();
                    needs.insert(format!("the settings in {place}"));
                }
                continue;
            }
            let words = if it.is_in_document() { DOCUMENT } else { OWN };
            for name in words.inner {
                self.add(&it.list(*name), depth + 1);
            }
            let classification = first(words.classification, |name| it.text(name).state());
            let properties = first(words.properties, |name| match it.any(name).state() {
                State::Set(()) => it.any(name).node().map_or(State::Unset, State::Set),
                State::Unset => State::Unset,
                State::Unknown(needs) => State::Unknown(needs),
            });
            self.groups.push(Group { it, classification, properties });
        }
    }

    /// What a setting is, if it is set.
    pub fn get(&self, classification: &str, key: &str) -> State<Node<'w>> {
        let mut doubt = self.needs.clone();
        for group in &self.groups {
            let whether_it = match &group.classification {
                State::Set(it) if *it == classification => None,
                State::Set(_) | State::Unset => continue,
                State::Unknown(needs) => Some(needs.clone()),
            };
            let found = match &group.properties {
                State::Set(it) => it.entry(key),
                State::Unset => State::Unset,
                State::Unknown(needs) => State::Unknown(needs.clone()),
            };
            match (found, whether_it) {
                (State::Set(it), None) => return State::Set(it),
                (State::Unset, _) => (),
                (State::Set(_), Some(needs)) | (State::Unknown(needs), _) => {
                    doubt.get_or_insert_default().extend(needs);
                }
            }
        }
        doubt.map_or(State::Unset, State::Unknown)
    }

    /// Whether a setting has that value. Case does not matter.
    pub fn is(&self, classification: &str, key: &str, value: &str) -> Truth {
        match self.get(classification, key) {
            State::Set(it) => is_text(&it, value).into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }

    /// Whether there is a group of that name, even an empty one.
    pub fn has(&self, classification: &str) -> Truth {
        let any = Truth::any(self.groups.iter().map(|it| match &it.classification {
            State::Set(it) => (*it == classification).into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs.clone()),
        }));
        any | self.needs.clone().map_or(Truth::No, Truth::Unknown)
    }

    /// What introduces the place where a setting of that classification is lacking, if there is
    /// such a group.
    pub fn gap(&self, classification: &str) -> Option<Place> {
        let is_wanted = |it: &&Group<'w>| it.classification == State::Set(classification);
        let group = self.groups.iter().find(is_wanted)?;
        Some(match &group.properties {
            State::Set(it) => it.introduction(),
            State::Unset | State::Unknown(_) => group.it.introduction(),
        })
    }
}

/// Whether a setting reads so. Case does not matter.
pub fn is_text(setting: &Node<'_>, value: &str) -> bool {
    setting.value().plain_text().is_some_and(|it| it.trim().eq_ignore_ascii_case(value))
}

/// What the last `--conf` says that is about a property, on the command line of `spark-submit`.
pub fn on_command_line<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let words = line.split_whitespace().map(|it| it.trim_matches(['"', '\'']));
    let settings = words.filter_map(|it| it.strip_prefix("--conf=").unwrap_or(it).split_once('='));
    let mut values = settings.filter(|(name, _)| *name == key);
    values.next_back().map(|(_, value)| value)
}

/// What is found under the first name that has anything.
fn first<T>(
    names: &[(&'static str, &'static str)],
    read: impl Fn((&'static str, &'static str)) -> State<T>,
) -> State<T> {
    let mut found = names.iter().map(|it| read(*it));
    found.find(|it| !matches!(it, State::Unset)).unwrap_or(State::Unset)
}
