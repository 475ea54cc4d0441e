namespace FlowActors.Examples.CommandLine;

/// <summary>What the arguments of a registered job may be called.</summary>
internal static class ArgumentNames
{
    /// <summary>Refuses arguments that the job would not look at: most likely they are misspelt.</summary>
    /// <param name="arguments">What is given.</param>
    /// <param name="names">What the job looks at.</param>
    /// <exception cref="JobValidationException">There is another one; the message names it, and those that there are.</exception>
    public static void AllowOnly(this JobArguments arguments, params IReadOnlyCollection<string> names)
    {
        if (arguments.Values.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new JobValidationException($"The job has no argument '{unknown}': it has {string.Join(", ", names)}.");
    }
}
