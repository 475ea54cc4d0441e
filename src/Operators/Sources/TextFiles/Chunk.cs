namespace FlowActors.Sources;

/// <summary>Bytes of a split on their way from the fetcher to the reader, which gives the buffer back.</summary>
/// <param name="Path">The file.</param>
/// <param name="Buffer">Holds the bytes.</param>
/// <param name="Start">Where they begin in the buffer.</param>
/// <param name="End">Where they end in the buffer.</param>
/// <param name="Position">The place of the first in the file.</param>
/// <param name="IsLast">Whether they are the last of their split: a line that is still open ends with them.</param>
internal readonly record struct Chunk(string Path, byte[] Buffer, int Start, int End, long Position, bool IsLast);
