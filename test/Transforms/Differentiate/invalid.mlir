// RUN: neap-opt %s -split-input-file -verify-diagnostics --neap-differentiate='loss=mse,output=y'

// Both ops that cut parameters off are reported, each with the names it costs.
module @cut_off {
  neap.global @w1 parameter trained : tensor<3xf32> = #neap.zero
  neap.global @b1 parameter trained : tensor<3xf32> = #neap.zero
  neap.global @w2 parameter trained : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w1: tensor<3xf32> {neap.bind = #neap.bind<global, "w1">},
                     %b1: tensor<3xf32> {neap.bind = #neap.bind<global, "b1">},
                     %w2: tensor<3xf32> {neap.bind = #neap.bind<global, "w2">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %a = neap.mul %x, %w1 : tensor<3xf32>
    %b = neap.add %a, %b1 : tensor<3xf32>
    // expected-error @+1 {{neap.greater has no gradient, so 'w1', 'b1' cannot be trained: freeze them, or put the loss on another output}}
    %p = neap.greater %b, %x : tensor<3xf32> -> tensor<3xi1>
    %zero = neap.constant dense<0.0> : tensor<3xf32>
    %y = neap.where %p, %w2, %zero : tensor<3xi1>, tensor<3xf32>
    return %y : tensor<3xf32>
  }
}

// -----

module @integer_output {
  // expected-error @+1 {{output 'y' is 'tensor<3xi64>': no loss can be put on it, expected a floating-point output}}
  func.func @forward(%x: tensor<3xi64> {neap.bind = #neap.bind<data, "x">})
      -> (tensor<3xi64> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<3xi64>
  }
}

// -----

module @no_such_output {
  // expected-error @+1 {{output=y is no output of the model, expected one of 'a', 'b'}}
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "a">}, tensor<3xf32> {neap.bind = #neap.bind<output, "b">}) {
    return %x, %x : tensor<3xf32>, tensor<3xf32>
  }
}

// -----

module @all_frozen {
  neap.global @w parameter : tensor<3xf32> = #neap.zero
  // expected-error @+1 {{no parameter is trained}}
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}

// -----

module @not_reached {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  // expected-warning @+1 {{parameter 'head' is not reached by any loss: it keeps its value}}
  neap.global @head parameter trained : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">},
                     %h: tensor<3xf32> {neap.bind = #neap.bind<global, "head">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}, tensor<3xf32> {neap.bind = #neap.bind<output, "z">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    %z = neap.mul %x, %h : tensor<3xf32>
    return %y, %z : tensor<3xf32>, tensor<3xf32>
  }
}

// -----

module @parameter_named_like_a_control {
  // expected-error @+1 {{'control.learning_rate' is the name of a value that training needs (control of type 'tensor<f32>'): rename it in the model}}
  neap.global @control.learning_rate parameter trained : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "control.learning_rate">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}
