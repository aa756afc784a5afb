namespace Aspire.Hosting;

/// <summary>The app model is wrong, or a resource of it cannot run.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>An error without a text.</summary>
    public DistributedApplicationException() { }

    /// <summary>An error that says what to change.</summary>
    public DistributedApplicationException(string message) : base(message) { }

    /// <summary>An error that says what to change, with its cause.</summary>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>A parameter has neither a configured value nor a default.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>An error without a text.</summary>
    public MissingParameterValueException() { }

    /// <summary>An error that names the missing configuration key.</summary>
    public MissingParameterValueException(string message) : base(message) { }

    /// <summary>An error that names the missing configuration key, with its cause.</summary>
    public MissingParameterValueException(string message, Exception innerException) : base(message, innerException) { }
}
