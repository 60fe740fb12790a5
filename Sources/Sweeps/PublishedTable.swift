/// Numbers from the literature that stand beside ours: one column a method, by truncation.
public struct PublishedTable: Sendable {
    public let citation: String
    /// What the reader must know before comparing.
    public let caution: String
    /// The heading and, by truncation, the figure as published.
    public let columns: [(heading: String, figures: [Int: String])]

    /// Jaderberg et al. 2017, Table 2, row Copy: the longest solved sequence.
    public static let jaderberg2017Copy = PublishedTable(
        citation: "Jaderberg et al. 2017, arXiv 1608.05343, Table 2, Copy: longest solved sequence",
        caution: "LSTM 256, batch 256, Adam 7e-5, runs far longer than these; compare the trend, "
            + "not the figures",
        columns: [
            ("paper BPTT", [2: "7", 3: "8", 4: "10", 5: "8"]),
            ("paper DNI", [2: "16", 3: "14", 4: "18", 5: "18"]),
            ("paper DNI+Aux", [2: "16", 3: "17", 4: "19", 5: "18"]),
        ])

    /// Jaderberg et al. 2017, Table 2, row Repeat Copy: total steps of the longest solved sequence.
    public static let jaderberg2017RepeatCopy = PublishedTable(
        citation: "Jaderberg et al. 2017, arXiv 1608.05343, Table 2, Repeat Copy: longest solved "
            + "sequence, in total steps (R + 1)N + 3",
        caution: "LSTM 256, batch 256, Adam 7e-5, runs far longer than these; compare the trend, "
            + "not the figures",
        columns: [
            ("paper BPTT", [2: "7", 3: "5", 4: "19", 5: "23"]),
            ("paper DNI", [2: "39", 3: "33", 4: "39", 5: "59"]),
            ("paper DNI+Aux", [2: "39", 3: "59", 4: "67", 5: "59"]),
        ])

    /// Jaderberg et al. 2017, Table 2, row Penn Treebank: test bits per character.
    public static let jaderberg2017Text = PublishedTable(
        citation: "Jaderberg et al. 2017, arXiv 1608.05343, Table 2, Penn Treebank: "
            + "test bits per character",
        caution: "another text, a larger network and longer training; compare the trend over T, "
            + "not the figures",
        columns: [
            (
                "paper BPTT",
                [2: "1.39", 3: "1.38", 4: "1.37", 5: "1.37", 8: "1.35", 20: "1.35", 40: "1.34"]
            ),
            ("paper DNI", [2: "1.37", 3: "1.36", 4: "1.35", 5: "1.35", 8: "1.34"]),
            ("paper DNI+Aux", [2: "1.37", 3: "1.36", 4: "1.35", 5: "1.35", 8: "1.33"]),
        ])
}
