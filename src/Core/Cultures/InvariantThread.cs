using System.Globalization;

namespace FlowActors.Cultures;

/// <summary>
/// Makes the invariant culture the thread's own. Tuples, records and pairs ask the thread how numbers and dates are written,
/// and pass no other culture on to what they are made of.
/// </summary>
internal static class InvariantThread
{
    /// <summary>From now on. Costs a look at the thread where it is so already.</summary>
    public static void Set()
    {
        if (!ReferenceEquals(CultureInfo.CurrentCulture, CultureInfo.InvariantCulture)) CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }

    /// <summary>Until what is returned is disposed.</summary>
    public static Scope Enter()
    {
        var culture = CultureInfo.CurrentCulture;
        if (ReferenceEquals(culture, CultureInfo.InvariantCulture)) return default;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return new Scope(culture);
    }

    /// <summary>Gives the thread the culture back that it had.</summary>
    internal readonly ref struct Scope(CultureInfo? before) : IDisposable
    {
        public void Dispose()
        {
            if (before is not null) CultureInfo.CurrentCulture = before;
        }
    }
}
