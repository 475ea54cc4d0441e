namespace FlowActors.Sources;

/// <summary>Bytes of a split, in UTF-8, on their way from the fetcher to the reader, which gives the buffer back.</summary>
/// <param name="Name">What messages call the file.</param>
/// <param name="Buffer">Holds the bytes.</param>
/// <param name="Start">Where they begin in the buffer.</param>
/// <param name="End">Where they end in the buffer.</param>
/// <param name="Position">The place of the first in the file, or in its form as UTF-8.</param>
/// <param name="IsLast">Whether they are the last of their split: a line that is still open ends with them.</param>
/// <param name="InputBytes">How many bytes of the file they were made of.</param>
/// <param name="Replaced">How many sequences of bytes were replaced on the way to UTF-8.</param>
internal readonly record struct Chunk(
    string Name, byte[] Buffer, int Start, int End, long Position, bool IsLast, long InputBytes = 0, long Replaced = 0);
