namespace FlowActors.Sinks.Printing;

/// <summary>Whoever read standard output has gone, and nobody will ever read what is written.</summary>
internal sealed class StandardOutputClosedException() : IOException(
    "Standard output is closed: the program that read it has ended, as 'head' does when it has seen enough. Let it read to the " +
    "end, or write to a file.");
