// Figures of the papers that the experiments reproduce.

extension PublishedTable {
    /// Jaderberg et al. 2017, Table 2, row Copy: the longest solved sequence.
    public static let jaderberg2017Copy = PublishedTable(
        citation: "Jaderberg et al. 2017, arXiv 1608.05343, Table 2, Copy: longest solved sequence",
        caution: "LSTM 256, batch 256, Adam 7e-5, runs far longer than these; compare the trend, "
            + "not the figures",
        by: .truncation, for: [With(.task, .copy)],
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
        by: .truncation, for: [With(.task, .repeatCopy)],
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
        by: .truncation, for: [With(.task, .text)],
        columns: [
            (
                "paper BPTT",
                [2: "1.39", 3: "1.38", 4: "1.37", 5: "1.37", 8: "1.35", 20: "1.35", 40: "1.34"]
            ),
            ("paper DNI", [2: "1.37", 3: "1.36", 4: "1.35", 5: "1.35", 8: "1.34"]),
            ("paper DNI+Aux", [2: "1.37", 3: "1.36", 4: "1.35", 5: "1.35", 8: "1.33"]),
        ])

    /// Jaderberg et al. 2017, Table 1, fully connected networks on MNIST: test error.
    public static let jaderberg2017Layers = PublishedTable(
        citation: "Jaderberg et al. 2017, arXiv 1608.05343, Table 1, fully connected networks on "
            + "MNIST: test error in %",
        caution: "256 units, synthesizers of two hidden layers of 1024, batch 256, Adam 3e-5, "
            + "500,000 updates; MNIST-1D is much harder than MNIST, so compare the order of the "
            + "methods and the trend over depth, not the figures",
        by: .depth, for: [With(.task, .images)],
        columns: [
            ("paper no BP", [3: "9.3", 4: "12.6", 5: "16.2", 6: "21.4"]),
            ("paper BP", [3: "2.0", 4: "1.8", 5: "1.8", 6: "1.8"]),
            ("paper DNI", [3: "1.9", 4: "2.2", 5: "3.4", 6: "4.3"]),
            ("paper cDNI", [3: "2.2", 4: "1.9", 5: "1.7", 6: "1.6"]),
        ])

    /// Jaderberg et al. 2017, section 3.3: random updates of four layers on MNIST, test error.
    public static let jaderberg2017Unlocked = PublishedTable(
        citation:
            "Jaderberg et al. 2017, arXiv 1608.05343, section 3.3, four layers on MNIST: test "
            + "error in %, the range that its figures show",
        caution: "larger layers and far longer runs on an easier set; compare the trend over the "
            + "probability, not the figures",
        by: .updateProbability, for: [With(.task, .images)],
        columns: [
            ("paper DNI", [1: "2.1-2.4", 0.5: "2.1-2.4", 0.2: "2.1-2.4", 0.05: "3-4"]),
            ("paper cDNI", [1: "2.0-2.4", 0.5: "2.0-2.4", 0.2: "2.0-2.4", 0.05: "2.0-2.4"]),
            (
                "paper cDNI, inputs too",
                [1: "2.0-2.5", 0.5: "2.0-2.5", 0.2: "2.0-2.5", 0.05: "2.0-2.5"]
            ),
        ])

    /// Greydanus 2020: test accuracy on MNIST-1D.
    public static let greydanus2020 = PublishedTable(
        citation: "Greydanus 2020, arXiv 2011.14439: test accuracy on MNIST-1D",
        caution: "one run each; its MLP has a skip between its hidden layers, which ours has not",
        by: .network, for: [With(.task, .images), With(.data, "mnist1d")],
        columns: [("paper", [.dense: "0.68", .convolution: "0.94"])])
}
