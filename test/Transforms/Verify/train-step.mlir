// RUN: neap-opt %s -split-input-file -verify-diagnostics --neap-verify-stage

module @holds attributes {neap.stage = "train-step", neap.training = {losses = [], optimizer = {}, schedule = {}, batch = 3, accumulate = 1}} {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  func.func @step(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}, %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<loss, "loss">}, tensor<3xf32> {neap.bind = #neap.bind<global, "w">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    return %y, %y : tensor<3xf32>, tensor<3xf32>
  }
  func.func @evaluate(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<3xf32>
  }
}

// -----

// expected-error @+2 {{neap.training has no 'losses'}}
// expected-error @+1 {{neap.training has no 'batch'}}
module @incomplete attributes {neap.stage = "train-step", neap.training = {optimizer = {}, schedule = {}, accumulate = 1}} {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  neap.global @frozen parameter : tensor<3xf32> = #neap.zero
  neap.global @"w/momentum" optimizer : tensor<3xf32> = #neap.zero
  // expected-error @+4 {{result 0 of @step writes global 'frozen', which is parameter and not trained}}
  // expected-error @+3 {{@step must return the loss first}}
  // expected-error @+2 {{@step does not write 'w' (parameter)}}
  // expected-error @+1 {{@step does not write 'w/momentum' (optimizer)}}
  func.func @step(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<global, "frozen">}) {
    return %x : tensor<3xf32>
  }
  // expected-error @+1 {{result 0 of @evaluate is bound as global, but evaluation changes nothing}}
  func.func @evaluate(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}, %key: tensor<i64> {neap.bind = #neap.bind<data, "key">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<global, "w">}) {
    // expected-error @+1 {{'neap.dropout' has training form in @evaluate}}
    %y = neap.dropout %x, %key ratio 0.5 : tensor<3xf32>, tensor<i64>
    return %y : tensor<3xf32>
  }
}

// -----

// expected-error @+1 {{expected the functions @step (or @accumulate and @update) and @evaluate}}
module @update_alone attributes {neap.stage = "train-step", neap.training = {losses = [], optimizer = {}, schedule = {}, batch = 3, accumulate = 1}} {
  func.func @update(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}) -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<3xf32>
  }
}
