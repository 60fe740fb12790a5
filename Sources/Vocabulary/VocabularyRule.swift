/// The characters that the network of the text task reads and predicts.
public enum VocabularyRule: String, Choice {
    /// Those of the training, the validation and the test part: a character that training never
    /// shows is predicted badly, and counted so.
    case all
    /// Those of the training part; a text whose other parts have more is refused.
    case training
    /// Those of the training part, and one symbol that stands for all others.
    case unknown
}
