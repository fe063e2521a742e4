// RUN: neap-opt %s -split-input-file -verify-diagnostics --neap-verify-stage=stage=forward

module @holds attributes {neap.stage = "forward"} {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  neap.global @unused constant : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}, %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}

// -----

// expected-error @+1 {{stage forward: the module's neap.stage is "canonical", expected "forward"}}
module @another_stage attributes {neap.stage = "canonical"} {
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<3xf32>
  }
}

// -----

// Every violation is reported.
module @bindings attributes {neap.stage = "forward"} {
  // expected-error @+1 {{global 'w/momentum' has role optimizer before gradients are built}}
  neap.global @"w/momentum" optimizer : tensor<3xf32> = #neap.zero
  neap.global @w parameter trained : tensor<4xf32> = #neap.zero
  // expected-error @+5 {{argument 0 of @forward has no neap.bind}}
  // expected-error @+4 {{argument 1 of @forward is bound to 'missing', which is no neap.global}}
  // expected-error @+3 {{argument 2 of @forward is 'tensor<3xf32>', but global 'w' is 'tensor<4xf32>'}}
  // expected-error @+2 {{argument 3 is data behind globals, expected data first}}
  // expected-error @+1 {{result 0 of @forward has no neap.bind}}
  func.func @forward(%x: tensor<3xf32>, %m: tensor<3xf32> {neap.bind = #neap.bind<global, "missing">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">}, %z: tensor<3xf32> {neap.bind = #neap.bind<data, "z">})
      -> tensor<3xf32> {
    return %x : tensor<3xf32>
  }
}

// -----

module @foreign_ops attributes {neap.stage = "forward"} {
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    // expected-error @+1 {{'arith.addf' in @forward, expected neap ops only}}
    %y = arith.addf %x, %x : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}

// -----

module @writes_a_parameter attributes {neap.stage = "forward"} {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  // expected-error @+1 {{result 0 writes 'w', expected state globals only}}
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<global, "w">}) {
    return %x : tensor<3xf32>
  }
}

// -----

// expected-error @+1 {{stage forward: expected @forward and no other function}}
module @another_function attributes {neap.stage = "forward"} {
  func.func @step(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<3xf32>
  }
}
