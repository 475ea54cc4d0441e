namespace FlowActors.Sources;

/// <summary>Gzip that is not whole.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="position">How many bytes of its text there are before that.</param>
/// <param name="cause">What told so, if anything did.</param>
internal sealed class GzipException(string message, long position, Exception? cause = null) : IOException(message, cause)
{
    public const string Advice = "Get the file again from where it came (gzip -t tells whether it is whole)";

    public long Position => position;
}
