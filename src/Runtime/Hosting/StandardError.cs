namespace FlowActors.Runtime.Hosting;

/// <summary>Standard error, for what a host has to say. Thread-safe.</summary>
internal static class StandardError
{
    /// <summary>Writes a text and ends the line. What cannot be written is lost: nobody is left to be told.</summary>
    public static void Write(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
        }
    }
}
